internal import Estate

/// What ties a machine to its host: libvirt refuses the move, or the destination cannot begin it.
extension MigrationConcerns {
    var ties: [Concern] { [snapshot, device, firmware].compactMap(\.self) }

    private var snapshot: Concern? {
        guard let count = snapshots.value else {
            return Concern(
                id: "migrate-snapshots-unseen", severity: .warning,
                seen:
                    "\(request.from) does not tell whether it keeps snapshots of the machine: \(snapshots.reason ?? "")",
                matters: "libvirt moves no machine with snapshots.",
                advice: "see virsh snapshot-list \(request.machine)")
        }
        guard count > 0 else { return nil }
        return Concern(
            id: "migrate-snapshots", severity: .critical,
            seen: "libvirt on \(request.from) keeps \(count == 1 ? "a snapshot" : "\(count) snapshots") of the machine",
            matters: "libvirt moves no machine with snapshots.",
            advice: "remove them (virsh snapshot-delete \(request.machine) NAME), or shut the machine down for the move"
        )
    }

    private var device: Concern? {
        guard machine.description.hostDevices > 0 else { return nil }
        return Concern(
            id: "migrate-host-device", severity: .critical,
            seen:
                "the machine has \(machine.description.hostDevices == 1 ? "a device" : "devices") of \(request.from) itself",
            matters: "A device cannot go along.",
            advice: "take it out of the machine, or shut the machine down for the move")
    }

    private var firmware: Concern? {
        guard machine.description.uefi, let abilities, abilities.type != "xen", !abilities.uefi else { return nil }
        return Concern(
            id: "migrate-firmware", severity: .critical, seen: "\(request.to) offers no UEFI firmware",
            matters: "The guest's firmware would be missing there.",
            advice: "install it on \(request.to) (package ovmf)")
    }
}
