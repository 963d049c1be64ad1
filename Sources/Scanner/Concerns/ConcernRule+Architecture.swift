internal import Estate

extension ConcernRule {
    /// Processors that no x86-64 host can be.
    static let architecture = ConcernRule(
        id: "architecture", severity: .critical,
        matters: "the pool's hosts are x86-64 and cannot run programs of another processor",
        advice: "leave this server out, or move its service to a new machine"
    ) { profile in
        guard let architecture = profile.system.architecture.value else { return [] }
        let runs = architecture == "x86_64" || (architecture.first == "i" && architecture.hasSuffix("86"))
        return runs ? [] : ["the processor is \(architecture)"]
    }
}
