internal import Shell

extension Lab {
    /// The switch, and a namespace on it for each node. There is no default route: nothing can leave.
    func upNetwork() async throws {
        let ns = layout.switchNamespace
        try await run("ip", "netns", "add", ns)
        try await run("ip", "-n", ns, "link", "set", "lo", "up")
        try await run("ip", "-n", ns, "link", "add", "br0", "type", "bridge", "stp_state", "0", "forward_delay", "0")
        try await run("ip", "-n", ns, "link", "set", "br0", "up")
        for node in LabNode.allCases { try await plug(node) }
    }

    private func plug(_ node: LabNode) async throws {
        let ns = layout.namespace(node)
        let port = "p-\(node.rawValue)"
        try await run("ip", "netns", "add", ns)
        try await run("ip", "-n", ns, "link", "set", "lo", "up")
        try await run(
            "ip", "link", "add", "eth0", "netns", ns, "type", "veth", "peer", "name", port, "netns",
            layout.switchNamespace)
        try await run("ip", "-n", layout.switchNamespace, "link", "set", port, "master", "br0", "up")
        try await run("ip", "-n", ns, "link", "set", "eth0", "up")
        switch node {
        case .mgmt, .nfs1: try await run("ip", "-n", ns, "addr", "add", "\(node.address)/24", "dev", "eth0")
        case .hosta, .hostb:
            try await bridge(node)
            try await run("ip", "-n", ns, "addr", "add", "\(node.address)/24", "dev", "br0")
            try await shape(node, port)
        case .dns01:
            try await bridge(node)
            try await run("ip", "-n", ns, "tuntap", "add", "tap0", "mode", "tap")
            try await run("ip", "-n", ns, "link", "set", "tap0", "master", "br0", "up")
        }
    }

    /// A bridge inside the node, for taps beside the uplink.
    private func bridge(_ node: LabNode) async throws {
        let ns = layout.namespace(node)
        try await run("ip", "-n", ns, "link", "add", "br0", "type", "bridge", "stp_state", "0", "forward_delay", "0")
        try await run("ip", "-n", ns, "link", "set", "eth0", "master", "br0")
        try await run("ip", "-n", ns, "link", "set", "br0", "up")
    }

    private func shape(_ node: LabNode, _ port: String) async throws {
        guard let rate = settings.rate else { return }
        for (ns, device) in [(layout.namespace(node), "eth0"), (layout.switchNamespace, port)] {
            try await run(
                "ip", "netns", "exec", ns, "tc", "qdisc", "add", "dev", device, "root", "tbf", "rate", rate, "burst",
                "256kb", "latency", "50ms")
        }
    }
}
