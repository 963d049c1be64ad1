internal import Estate

/// The promises that a person asks for; what he does not say is left to the inventory's own policy, else to what is
/// usual.
package struct PolicyWish: Sendable, Hashable {
    package var memoryHeadroomPercent: Double?
    package var loadHeadroomPercent: Double?
    package var hostOverheadMiB: Int?
    package var machineOverheadMiB: Int?
    package var vcpusPerCPU: Double?
    package var survive: Int?
    package var percentile: Double?
    package var comfort: Double?
    package var memoryOvercommit: Double?

    package init() {}

    /// The policy where no file states one. With two hosts or more the loss of one is survived unless less is asked for.
    ///
    /// What the hosts say of a VM's overhead counts unless a person says otherwise.
    ///
    /// - Parameter hosts: hosts of the pool, those that do not answer included.
    func policy(hosts: [Host]) -> PlanPolicy {
        let usual = PlanPolicy()
        let told = machineOverheadMiB == nil ? hosts.compactMap(\.machineOverhead) : []
        var policy = PlanPolicy(
            memoryHeadroomPercent: memoryHeadroomPercent ?? usual.memoryHeadroomPercent,
            loadHeadroomPercent: loadHeadroomPercent ?? usual.loadHeadroomPercent,
            hostOverheadMiB: hostOverheadMiB ?? usual.hostOverheadMiB,
            machineOverheadMiB: machineOverheadMiB ?? told.map(\.fixedMiB).max() ?? usual.machineOverheadMiB,
            vcpusPerCPU: vcpusPerCPU ?? usual.vcpusPerCPU, survive: survive ?? (hosts.count > 1 ? 1 : 0),
            percentile: percentile ?? usual.percentile, comfort: comfort ?? usual.comfort,
            memoryOvercommit: memoryOvercommit ?? usual.memoryOvercommit)
        policy.machineOverheadPercent = told.map(\.percent).max()
        policy.vcpuOverheadMiB = told.map(\.vcpuMiB).max()
        return policy
    }

    /// The policy that a file states. An option that says otherwise is refused: of two promises nobody knows which one
    /// was signed.
    func policy(stated: PlanPolicy, in file: String) throws(Failure) -> PlanPolicy {
        let lines = [
            line("--host-headroom", memoryHeadroomPercent, stated.memoryHeadroomPercent),
            line("--load-headroom", loadHeadroomPercent, stated.loadHeadroomPercent),
            line("--host-overhead", hostOverheadMiB.map(Double.init), Double(stated.hostOverheadMiB)),
            line("--machine-overhead", machineOverheadMiB.map(Double.init), Double(stated.machineOverheadMiB)),
            line("--vcpus-per-cpu", vcpusPerCPU, stated.vcpusPerCPU),
            line("--survive", survive.map(Double.init), Double(stated.survive)),
            line("--percentile", percentile, stated.percentile), line("--comfort", comfort, stated.comfort),
            line("--memory-overcommit", memoryOvercommit, stated.memoryOvercommit ?? 1),
        ].compactMap(\.self)
        guard lines.isEmpty else {
            throw Failure(
                "plan", on: file, because: lines.joined(separator: "; "),
                next: "leave the option out, or change policy: in the inventory", exit: .refused)
        }
        return stated
    }

    private func line(_ option: String, _ asked: Double?, _ stated: Double) -> String? {
        guard let asked, asked != stated else { return nil }
        return "\(option) says \(number(asked)), the inventory's own policy says \(number(stated))"
    }

    private func number(_ value: Double) -> String {
        value == value.rounded() && value.magnitude < 1e9 ? "\(Int(value))" : "\(value)"
    }
}
