/// resolv.conf(5).
enum ResolvConf {
    static func parse(_ text: String) -> [String]? {
        Lines.of(text).compactMap { line in
            let words = line.words
            return words.count >= 2 && words[0] == "nameserver" ? words[1] : nil
        }
    }
}
