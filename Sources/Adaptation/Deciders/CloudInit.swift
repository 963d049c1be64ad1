/// Case 41: cloud-init would write the network configuration anew for a machine that it takes for another.
struct CloudInit: Decider {
    let id = "cloud-init-network"
    let cases = [41]
    let reads = ["/etc/cloud/cloud.cfg", "/etc/cloud/cloud.cfg.d/99-p2v-network.cfg"]
    let looks = ["/etc/cloud/cloud-init.disabled"]

    func decide(_ draft: inout Draft) {
        guard draft.facts.files["/etc/cloud/cloud.cfg"] != nil else { return }
        guard !draft.facts.paths.contains("/etc/cloud/cloud-init.disabled") else {
            return draft.pass("cloud-init is disabled")
        }
        draft.create(
            "/etc/cloud/cloud.cfg.d/99-p2v-network.cfg", "# Written by p2v.\nnetwork: {config: disabled}\n",
            found: "cloud-init", why: "it would replace the server's addresses")
    }
}
