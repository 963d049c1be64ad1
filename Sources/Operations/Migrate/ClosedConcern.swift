internal import Estate
internal import Pool

/// Whether a move would put a VM on a host that somebody has closed for work. That it is not known is no permission.
struct ClosedConcern: Sendable {
    let memory: PoolMemory
    /// The operator wants it all the same.
    let isAllowed: Bool

    func concerns(about request: MigrationRequest) async -> [Concern] {
        switch await memory.marks() {
        case .known(let marks):
            guard let mark = marks.first(where: { $0.host == request.to }) else { return [] }
            return [
                concern(
                    "\(mark.host) is closed for work since \(mark.since.iso) (\(mark.why), by \(mark.by))",
                    "name another host, open it with p2v return \(request.to), or give --despite-closed")
            ]
        case .unknown(let reason):
            return [
                concern(
                    "whether \(request.to) is closed for work is not known: \(reason)",
                    "see p2v doctor for the place of the pool's state, and ask again, or give --despite-closed")
            ]
        }
    }

    private func concern(_ seen: String, _ advice: String) -> Concern {
        Concern(
            id: "migrate-host-closed", severity: isAllowed ? .warning : .critical, seen: seen,
            matters: "Somebody may work on the host or switch it off.",
            advice: advice)
    }
}
