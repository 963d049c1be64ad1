internal import Estate

extension ConcernRule {
    /// Disks of one size that nothing tells apart but the order in which the kernel found them.
    static let disksAlike = ConcernRule(
        id: "disks-alike", severity: .warning,
        matters: "after a restart the kernel may call them the other way round, and the copy could not notice",
        advice: "do not restart the server between scan and copy; scan it again if it was"
    ) { profile in
        let nameless = (profile.disks.value ?? []).filter { $0.serial == nil && $0.wwn == nil && $0.transport != "usb" }
        return Dictionary(grouping: nameless, by: \.bytes).values.filter { $0.count > 1 }
            .map { $0.map(\.device).sorted() }.sorted { $0[0] < $1[0] }
            .map { "\($0.joined(separator: ", ")) have one size and no serial number of their own" }
    }
}
