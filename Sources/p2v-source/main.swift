print("p2v-source")
