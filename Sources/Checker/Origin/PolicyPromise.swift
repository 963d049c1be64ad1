internal import Estate

/// A plan promises no less than was stated.
enum PolicyPromise {
    static func weaker(_ now: PlanPolicy, than stated: PlanPolicy) -> [String] {
        [
            less("survive", Double(now.survive), Double(stated.survive)),
            less("memoryHeadroomPercent", now.memoryHeadroomPercent, stated.memoryHeadroomPercent),
            less("loadHeadroomPercent", now.loadHeadroomPercent, stated.loadHeadroomPercent),
            less("hostOverheadMiB", Double(now.hostOverheadMiB), Double(stated.hostOverheadMiB)),
            less("machineOverheadMiB", Double(now.machineOverheadMiB), Double(stated.machineOverheadMiB)),
            less("machineOverheadPercent", now.machineOverheadPercent ?? 0, stated.machineOverheadPercent ?? 0),
            less("vcpuOverheadMiB", now.vcpuOverheadMiB ?? 0, stated.vcpuOverheadMiB ?? 0),
            less("percentile", now.percentile, stated.percentile), less("comfort", now.comfort, stated.comfort),
            more("vcpusPerCPU", now.vcpusPerCPU, stated.vcpusPerCPU),
            more("memoryOvercommit", now.memoryOvercommit ?? 1, stated.memoryOvercommit ?? 1),
        ].compactMap(\.self)
    }

    private static func less(_ name: String, _ now: Double, _ stated: Double) -> String? {
        now < stated ? words(name, now, stated) : nil
    }

    private static func more(_ name: String, _ now: Double, _ stated: Double) -> String? {
        now > stated ? words(name, now, stated) : nil
    }

    private static func words(_ name: String, _ now: Double, _ stated: Double) -> String {
        "the policy promises less than was stated: \(name) is \(now), stated was \(stated)"
    }
}
