internal import Estate
internal import Glibc
internal import Shell

extension Lab {
    func firstProcess(of node: Node) -> LabProcess? { ProcessTable.read().first(of: layout.mark(node)) }

    /// Starts a node's first process in namespaces of its own, unless it runs, and plugs it into the switch.
    func start(_ node: Node, script: String, _ arguments: [String]) async throws {
        guard firstProcess(of: node) == nil else { return }
        try await end(processes: { table in table.processes.filter { $0.mark == layout.mark(node) } })
        try LocalFile.makeFolder(layout.folder(node))
        try await Shell.check(
            Command(
                ["bash", layout.lib + "/start-node.sh", layout.log(node), layout.lib + "/" + script, layout.lib]
                    + [node.rawValue] + arguments,
                environment: ["P2V_LAB_PART": layout.mark(node), "LC_ALL": "C.UTF-8"]))
        try await wait(for: node.rawValue, seconds: 20, log: layout.log(node)) { firstProcess(of: node) != nil }
        if node != .switch { try await plug(node) }
    }

    func startPlain(_ node: Node) async throws {
        try await start(node, script: "node-plain.sh", node.address.map { [$0] } ?? [])
        let probe = node == .switch ? "br0" : "eth0"
        try await wait(for: node.rawValue, seconds: 20, log: layout.log(node)) {
            try await Shell.run(inside(node, ["ip", "link", "show", "dev", probe, "up"])).text.contains("UP")
        }
    }

    /// A cable: one end is the node's `eth0`, the other a port of the switch.
    private func plug(_ node: Node) async throws {
        guard let first = firstProcess(of: node) else { return }
        let port = "p-\(node.rawValue)"
        _ = try await Shell.run(inside(.switch, ["ip", "link", "delete", port]))
        try await Shell.check(
            inside(
                .switch,
                ["ip", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", String(first.pid)]))
        try await Shell.check(inside(.switch, ["ip", "link", "set", port, "master", "br0", "up"]))
        if let rate = settings.rate, Node.hosts.contains(node) {
            try await Shell.check(
                inside(
                    .switch,
                    ["tc", "qdisc", "add", "dev", port, "root", "tbf", "rate", rate, "burst", "256kb"]
                        + ["latency", "50ms"]))
        }
    }

    /// A command in a node's network namespace, with this machine's files.
    func inside(_ node: Node, _ command: [String]) throws(Failure) -> Command {
        guard let first = firstProcess(of: node) else { throw Self.notRunning(node) }
        return Command(["nsenter", "--net=/proc/\(first.pid)/ns/net"] + command)
    }

    static func notRunning(_ node: Node) -> Failure {
        Failure(
            "reach \(node.rawValue)", on: "the lab", because: "it does not run",
            next: "see p2v lab status; start or repair the lab with p2v lab up")
    }

    /// Ends processes, and those they have left, until none is there any more.
    func end(processes choose: (ProcessTable) -> [LabProcess]) async throws {
        for _ in 0..<100 {
            let doomed = choose(ProcessTable.read())
            if doomed.isEmpty { return }
            for process in doomed where process.pid != getpid() { kill(process.pid, SIGKILL) }
            try await Task.sleep(for: .milliseconds(50))
        }
        let left = choose(ProcessTable.read()).map { "\($0.name) (\($0.pid))" }
        throw Failure(
            "end the lab's processes", on: "this machine", because: "they do not end: \(left.joined(separator: ", "))",
            next: "look for processes that hang in the kernel (state D)")
    }
}
