import Estate

extension WindowsFacts {
    /// A server that raises nothing.
    static let plain = WindowsFacts(
        edition: "ServerStandard", build: "10.0.17763.1", role: .server, controlSet: "ControlSet001",
        systemVolume: "/dev/sda2", services: [], networks: [], driveLetters: [:], hibernation: .none,
        fastStartup: false, bitLockerVolumes: [], filters: [])

    func network(dhcp: Bool) -> WindowsFacts {
        var facts = self
        facts.networks = [
            Network(
                id: "{A}", name: "LAN", adapter: nil, dhcp: dhcp, addresses: dhcp ? [] : ["10.0.0.5/24"], gateways: [],
                nameServers: [])
        ]
        return facts
    }
}

extension ServerProfile {
    func withWindows(_ change: (inout WindowsFacts) -> Void) -> ServerProfile {
        with {
            var facts = WindowsFacts.plain
            change(&facts)
            $0.windows = facts
        }
    }
}
