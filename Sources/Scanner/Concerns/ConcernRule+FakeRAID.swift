internal import Estate

extension ConcernRule {
    /// RAID whose metadata belongs to firmware (Intel VROC, DDF).
    static let fakeRAID = ConcernRule(
        id: "firmware-raid", severity: .warning,
        matters: "the VM has no RAID firmware: the members must be copied as the one disk that they form",
        advice: "plan the assembled array as the disk to copy"
    ) { profile in
        let arrays = profile.storage?.raidArrays.value?.filter { $0.firmwareFormat != nil }.map(\.device) ?? []
        let kinds: Set<String> = [
            "isw_raid_member", "ddf_raid_member", "nvidia_raid_member", "promise_fasttrack_raid_member",
        ]
        let members = profile.allVolumes.filter { kinds.contains($0.content ?? "") }.map(\.device)
        return (arrays + members).map { "\($0) is RAID of the firmware" }
    }
}
