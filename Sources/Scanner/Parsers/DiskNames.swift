/// What the kernel's names of disks tell.
enum DiskNames {
    /// `mtdblock` is flash of the board; `zd` a ZFS volume, `rbd` and `nbd` disks of others; `drbd`, `bcache` and the rest lie
    /// on disks that are listed themselves.
    private static let virtual = [
        "ram", "loop", "zram", "sr", "fd", "nbd", "dm-", "md", "mtd", "rbd", "zd", "drbd", "bcache", "ubiblock",
    ]

    /// Memory, optical drives, floppies and what is stacked on disks or lent by others: no disk to copy.
    ///
    /// - Parameter name: the kernel's name, with or without `/dev/`: `sda`, `zd0`, `mtdblock3`.
    static func isVirtual(_ name: String) -> Bool {
        virtual.contains { name.hasPrefix($0) && isNumbered(name.dropFirst($0.count)) }
    }

    /// `zd0` and `mtdblock3`, and no `zdisk`: what follows the kind begins with a number, at most after `block`.
    private static func isNumbered(_ rest: Substring) -> Bool {
        let rest = rest.hasPrefix("block") ? rest.dropFirst(5) : rest
        return rest.first?.isNumber == true || rest.hasPrefix("_")
    }

    static func transport(_ name: String) -> String? {
        if name.hasPrefix("nvme") { return "nvme" }
        if name.hasPrefix("vd") { return "virtio" }
        if name.hasPrefix("xvd") { return "xen" }
        if name.hasPrefix("hd") { return "ata" }
        if name.hasPrefix("mmcblk") { return "mmc" }
        return nil
    }

    /// From a sysfs path: `/sys/devices/pci0000:00/0000:00:1f.2/ata1/host0/…`.
    static func transport(path: String) -> String? {
        let marks = [
            ("/nvme", "nvme"), ("/usb", "usb"), ("/session", "iscsi"), ("/rport-", "fc"), ("/virtio", "virtio"),
            ("/vbd-", "xen"), ("/ata", "sata"), ("/end_device-", "sas"), ("/mmc", "mmc"),
        ]
        return marks.first { path.contains($0.0) }?.1
    }

    /// `sda1` and `sda2` lie on `sda`; `nvme0n1p2` on `nvme0n1`; `cciss/c0d0p1` on `cciss/c0d0`.
    static func wholeDisk(_ name: String) -> String {
        guard name.last?.isNumber == true else { return name }
        var rest = Substring(name)
        while rest.last?.isNumber == true { rest = rest.dropLast() }
        if rest.last == "p", rest.dropLast().last?.isNumber == true { return String(rest.dropLast()) }
        return rest.hasPrefix("nvme") || rest.hasPrefix("mmcblk") || rest.hasPrefix("cciss") ? name : String(rest)
    }
}
