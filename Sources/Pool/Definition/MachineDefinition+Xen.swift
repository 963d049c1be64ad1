internal import Estate

extension MachineDefinition {
    /// What Xen cannot be told of a machine, by libvirt or by XAPI.
    var needsBeyondXen: [Concern] {
        let wide = disks.filter { $0.sectorBytes != 512 }.map { disk in
            Concern.refusing(
                "define-sectors", "\(disk.url) has sectors of \(disk.sectorBytes) bytes, and Xen shows 512",
                "The guest would find no partition.", "plan it on a pool with KVM")
        }
        guard bootDisk != 0 else { return wide }
        return wide + [
            .refusing(
                "define-boot-disk", "the guest starts from its disk \(bootDisk), and Xen starts from the first",
                "The firmware would find no loader.", "make that disk the first one in the plan")
        ]
    }
}
