package import Estate

extension Adapter {
    /// `--raw`: the copy stays as it is, for a system that nobody knows how to change. It is not even opened; the
    /// virtual machine gets SATA disks and an e1000 card, which nearly every system has drivers for.
    package static func raw(disks: [GuestDisk], profile: ServerProfile?) -> AdaptationReport {
        let firmware = profile?.boot.firmware.value
        var concerns: [Concern] = []
        if firmware == nil {
            concerns.append(
                Concern(
                    id: "firmware-unknown", severity: .warning, seen: "no scan says how the server starts",
                    matters: "a UEFI system does not start with a BIOS",
                    advice: "give --profile, or try both with boot-test"))
        }
        return AdaptationReport(
            target: .plain, dryRun: false, system: "not looked at", root: "not looked at", firmware: firmware ?? .bios,
            changes: [],
            passed: [
                PassedOver(
                    id: "raw", cases: [34],
                    because:
                        "the copy is left untouched: define the VM with SATA (IDE before 2006) disks and an e1000 card")
            ],
            concerns: concerns, kernels: [],
            machine: MachineNeeds(
                target: .plain, firmware: firmware ?? .bios, sectorBytes: disks.map { $0.logicalSectorBytes ?? 512 }),
            initramfs: .append, seconds: [:], launches: 0)
    }
}
