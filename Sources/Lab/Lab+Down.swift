internal import Foundation
internal import Shell

extension Lab {
    /// Stops and removes all that `up` made, and nothing else; also what a crash half way left. Images and QEMU stay in
    /// the cache.
    public func down() async {
        for node in LabNode.allCases { processes.kill(node) }
        for _ in 0..<50 where LabNode.allCases.contains(where: { leftOver($0) }) {
            try? await Task.sleep(for: .milliseconds(100))
        }
        for name in LabNode.allCases.map(layout.namespace) + [layout.switchNamespace]
        where exists("/run/netns/\(name)") {
            _ = try? await Shell.run(Command("ip", "netns", "del", name))
        }
        if exists(layout.state + "/made-ssh-folder") { _ = rmdir(consoleHome + "/.ssh") }
        try? FileManager.default.removeItem(atPath: layout.state)
    }

    private func leftOver(_ node: LabNode) -> Bool { processes.innerPid(of: node) != nil }

    var consoleHome: String { ProcessInfo.processInfo.environment["HOME"] ?? "/root" }
}
