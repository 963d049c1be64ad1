internal import Glibc

/// The machine's processes, and which of them are the lab's.
struct ProcessTable: Sendable {
    var processes: [LabProcess]
    /// The network namespace of the p2v that looks.
    var ownNetwork: String?

    /// Reads `/proc`.
    static func read() -> ProcessTable {
        ProcessTable(
            processes: LocalFile.names(in: "/proc").compactMap { Int32($0) }.compactMap { process($0) },
            ownNetwork: LocalFile.link("/proc/self/ns/net"))
    }

    private static func process(_ pid: Int32) -> LabProcess? {
        guard let stat = LocalFile.bytes("/proc/\(pid)/stat") else { return nil }
        return LabProcess(
            pid: pid, stat: String(decoding: stat, as: UTF8.self),
            mark: LabProcess.mark(environment: LocalFile.bytes("/proc/\(pid)/environ") ?? []),
            network: LocalFile.link("/proc/\(pid)/ns/net"))
    }

    /// The first process of a node, seen from outside: process 1 inside.
    func first(of mark: String) -> LabProcess? {
        let holders = Set(processes.filter { $0.mark == mark && $0.name == "unshare" }.map { $0.pid })
        return processes.first { $0.mark == mark && holders.contains($0.parent) && $0.name == "bash" }
    }

    /// All that must end for the lab in the folder `state` to be gone: what carries its mark, and what lives in its
    /// network namespaces. Never what shares the network of the p2v that asks.
    func belonging(to state: String) -> [LabProcess] {
        let marked = processes.filter { $0.mark?.hasPrefix(state + "#") ?? false }
        let networks = Set(marked.compactMap { $0.network }).subtracting(ownNetwork.map { [$0] } ?? [])
        let pids = Set(marked.map { $0.pid })
        return processes.filter { process in
            pids.contains(process.pid) || process.network.map { networks.contains($0) } ?? false
        }
    }
}
