/// One link of what starts a guest.
package struct BootLink: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case loader, entry, kernel, initramfs, drivers, root, mounts
    }

    package var kind: Kind
    package var isProved: Bool
    /// What proves it, or what is missing.
    package var evidence: String

    package init(kind: Kind, isProved: Bool, evidence: String) {
        (self.kind, self.isProved, self.evidence) = (kind, isProved, evidence)
    }
}

extension BootLink.Kind {
    /// What a person calls it.
    package var title: String {
        switch self {
        case .loader: "the boot loader"
        case .entry: "the boot entry that is taken by itself"
        case .kernel: "the kernel of the boot entry"
        case .initramfs: "the initramfs of the boot entry"
        case .drivers: "a driver for the virtual machine's disk"
        case .root: "the root that the boot entry names"
        case .mounts: "what the start waits for in /etc/fstab"
        }
    }

    var matters: String {
        switch self {
        case .loader: "the virtual machine's firmware finds nothing to start"
        case .entry: "nobody can say which kernel starts"
        case .kernel: "the loader stops, or starts a kernel of which nothing is known"
        case .initramfs: "the kernel starts without the files that find the root"
        case .drivers: "the kernel does not see the disk"
        case .root: "the kernel waits for a disk that never comes"
        case .mounts: "the start stops in emergency mode"
        }
    }

    var advice: String {
        switch self {
        case .loader: "install the loader anew on the server, or check that its boot disk was copied"
        case .entry: "write the loader's menu anew on the server (update-grub, grub2-mkconfig), and choose a default"
        case .kernel: "make the default entry name an installed kernel"
        case .initramfs: "build the initramfs on the server, write the loader's menu anew, and copy again"
        case .drivers: "use --initramfs rebuild, choose a kernel that has the drivers, or take SATA disks with --raw"
        case .root: "name the root by UUID= in the boot entry, or adapt with the server's scan (--profile)"
        case .mounts: "name it by UUID= in /etc/fstab, copy its disk, or add nofail"
        }
    }
}
