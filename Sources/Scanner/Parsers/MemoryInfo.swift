/// /proc/meminfo, in bytes.
struct MemoryInfo: Sendable, Hashable {
    var total: UInt64
    /// In use, without caches that can be dropped.
    var used: UInt64
    /// Touched lately: the kernel's active list.
    var active: UInt64?
    var hugePages: UInt64

    static func parse(_ text: String) -> MemoryInfo? {
        var values: [String: UInt64] = [:]
        for line in Lines.of(text) {
            guard let (key, rest) = line.halves(":"), let number = rest.words.first.flatMap({ UInt64($0) }) else {
                continue
            }
            let (bytes, overflow) = number.multipliedReportingOverflow(by: rest.hasSuffix("kB") ? 1024 : 1)
            if !overflow { values[key] = bytes }
        }
        guard let total = values["MemTotal"], total > 0 else { return nil }
        let pages = (values["HugePages_Total"] ?? 0).multipliedReportingOverflow(by: values["Hugepagesize"] ?? 0)
        return MemoryInfo(
            total: total, used: total - min(total, available(values)), active: values["Active"],
            hugePages: pages.overflow ? 0 : pages.partialValue)
    }

    /// Kernels before 3.14 have no MemAvailable; free, buffers and cache without shared memory come near to it.
    private static func available(_ values: [String: UInt64]) -> UInt64 {
        if let available = values["MemAvailable"] { return available }
        let cache = values["Cached"] ?? 0
        let (sum, overflow) = (values["MemFree"] ?? 0).addingReportingOverflow(values["Buffers"] ?? 0)
        let (all, again) = sum.addingReportingOverflow(cache - min(cache, values["Shmem"] ?? 0))
        return overflow || again ? 0 : all
    }
}
