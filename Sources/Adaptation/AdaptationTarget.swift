/// The virtual hardware that the guest will find.
package enum AdaptationTarget: String, Sendable, Hashable, Codable, CaseIterable {
    /// KVM with virtio disks and network cards.
    case kvm
    /// Xen HVM or PVH with the para-virtual front-ends.
    case xen
    /// XenServer: the same front-ends as Xen, disks in a VHD storage repository.
    case xenserver
    /// SATA disks and an e1000 card, for systems that have no other drivers.
    case plain

    /// Modules to load early, in this order; each with what it depends on.
    var earlyModules: [String] {
        switch self {
        case .kvm: ["virtio_pci", "virtio_blk", "virtio_scsi", "sd_mod", "virtio_net"]
        case .xen, .xenserver: ["xen_blkfront", "xen_netfront"]
        case .plain: ["ahci", "ata_piix", "sd_mod", "e1000"]
        }
    }

    /// Drivers that reach the disk as the virtual machine is defined: all of them are needed. A driver of a disk sees
    /// nothing without the driver of the bus that the disk is attached to.
    var diskModules: [String] {
        switch self {
        case .kvm: ["virtio_pci", "virtio_blk"]
        case .xen, .xenserver: ["xen_blkfront"]
        case .plain: ["ahci", "sd_mod"]
        }
    }

    /// The console of a Xen guest, whatever kind of guest it is; a kernel without it is silent on PVH.
    package var isXen: Bool { self == .xen || self == .xenserver }

    /// What the operator reads.
    package var title: String {
        switch self {
        case .kvm: "KVM (virtio)"
        case .xen: "Xen (front-end drivers)"
        case .xenserver: "XenServer (front-end drivers)"
        case .plain: "SATA and e1000"
        }
    }
}
