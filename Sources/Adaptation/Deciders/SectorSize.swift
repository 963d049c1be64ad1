internal import Estate

/// Case 15: a disk with sectors of 4096 bytes needs a virtual disk of the same kind.
struct SectorSize: Decider {
    let id = "sector-size"
    let cases = [15]
    let reads: [String] = []

    func decide(_ draft: inout Draft) {
        let found = draft.facts.disks.enumerated().filter { $0.element.sectorBytes == 4096 }
        guard !found.isEmpty else { return draft.pass("every disk has sectors of 512 bytes") }
        for (index, _) in found {
            draft.concern(
                "sectors-4096", draft.facts.target == .xenserver ? .critical : .warning,
                seen: "disk \(index) has sectors of 4096 bytes",
                matters: draft.facts.target == .xenserver
                    ? "a VHD has sectors of 512 bytes: no partition would be found"
                    : "with sectors of 512 bytes no partition is found",
                advice: "define the disk with <blockio logical_block_size='4096' physical_block_size='4096'/>")
        }
    }
}
