internal import Estate

extension ConcernRule {
    /// More than a quarter of the memory is set aside as huge pages.
    static let hugePages = ConcernRule(
        id: "huge-pages", severity: .warning,
        matters: "a VM with less memory than its huge pages take runs out of memory while it boots",
        advice: "lower vm.nr_hugepages or hugepages= to fit the planned memory"
    ) { profile in
        guard let pages = profile.hardware.hugePageBytes, let memory = profile.hardware.memoryBytes.value,
            pages > memory / 4
        else { return [] }
        return ["\(pages >> 20) MiB of \(memory >> 20) MiB are huge pages"]
    }
}
