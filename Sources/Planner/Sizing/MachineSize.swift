package import Estate

/// The size of the VM that a server becomes, with the reason.
package struct MachineSize: Sendable, Hashable {
    package var vcpus: Int
    package var memoryMiB: Int
    package var reason: String

    /// Weeks of history below which a VM is not made smaller than its server.
    static let hoursToTrust = 168

    /// Installed size, or the measured peak with comfort where at least a week was observed; never above installed.
    package static func of(
        _ profile: ServerProfile, history: [UtilisationSeries], policy: PlanPolicy
    ) -> MachineSize? {
        guard let memory = profile.hardware.memoryBytes.value, memory > 0,
            let processor = profile.hardware.processor.value
        else { return nil }
        let installed = rounded(Double(memory) / 1_048_576)
        let threads = max(1, processor.threads)
        let samples = history.flatMap { $0.samples.compactMap(\.self) }
        let hours = history.reduce(0) { $0 + Double($1.samples.count { $0 != nil }) * $1.interval } / 3600
        guard hours >= Double(hoursToTrust) else {
            return MachineSize(
                vcpus: threads, memoryMiB: installed,
                reason: "size: \(threads) vCPU and \(installed) MiB as installed"
                    + (samples.isEmpty ? ", no load history" : ", less than a week of load history"))
        }
        let kept = Self.workingSet(samples, installed, profile, policy)
        // The same hours that the page states: a mean over day and night would starve the night's batch.
        let cores = DemandEstimate.of(profile.name, history, policy: policy)?.cores ?? []
        let peak = cores.max() ?? 0
        let vcpus = min(threads, max(1, Int((peak - 1e-9).rounded(.up))))
        let hour = cores.firstIndex(of: peak).map(Demand.name) ?? "any hour"
        return MachineSize(
            vcpus: vcpus, memoryMiB: kept.mebibytes,
            reason: "size: \(vcpus) of \(threads) vCPU (busiest \(hour): p\(Int(policy.percentile)) of load "
                + "\(Fixed.text(peak / policy.comfort, 1)) cores × \(Fixed.text(policy.comfort, 1))), \(kept.reason)")
    }

    /// The working set with comfort; never below what such a system starts with, never above installed.
    private static func workingSet(
        _ samples: [LoadSample], _ installed: Int, _ profile: ServerProfile, _ policy: PlanPolicy
    ) -> (mebibytes: Int, reason: String) {
        let peakMiB = (samples.map(\.memoryBytes).max() ?? 0) / 1_048_576
        guard peakMiB > 0 else {
            return (installed, "\(installed) MiB as installed, its memory in use was not observed")
        }
        let least = profile.system.family.value == "windows" ? 2048 : 512
        let wanted = min(installed, max(least, rounded(peakMiB * policy.comfort)))
        return (
            wanted,
            "\(wanted) of \(installed) MiB (peak \(Int(peakMiB)) MiB × \(Fixed.text(policy.comfort, 1)))"
        )
    }

    /// The kernel sees a little less than what is installed: rounded up to what memory comes in.
    static func rounded(_ mebibytes: Double) -> Int {
        let step = mebibytes <= 4096 ? 128.0 : mebibytes <= 16384 ? 256.0 : 1024.0
        return Int((mebibytes / step).rounded(.up) * step)
    }

    /// The value that `percent` of the samples do not exceed (nearest rank).
    static func percentile(_ values: [Double], _ percent: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let rank = Int((percent / 100 * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}
