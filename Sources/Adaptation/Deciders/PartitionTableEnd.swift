/// Case 16: an image that is larger than the disk was (rounded up, or grown) has the copy of its GPT in the middle.
/// Firmware and kernel complain, and tools that grow partitions refuse.
struct PartitionTableEnd: Decider {
    let id = "gpt-backup"
    let cases = [16]
    let reads: [String] = []

    func decide(_ draft: inout Draft) {
        for index in draft.facts.disks.indices where !draft.facts.disks[index].backupTableIsAtEnd {
            draft.moveBackupTable(
                of: index, found: "a GPT whose copy is not in the last sector",
                why: "firmware and kernel report a damaged table, and the partition cannot be grown")
        }
        if draft.facts.disks.allSatisfy(\.backupTableIsAtEnd) { draft.pass("no GPT's copy is out of place") }
    }
}
