/// Case 31: Debian remembers by-id names of the server's disks, and the next upgrade of GRUB fails on them.
struct GrubInstallDevice: Decider {
    let id = "grub-install-device"
    let cases = [31]
    let reads = ["/var/cache/debconf/config.dat"]

    func decide(_ draft: inout Draft) {
        let path = "/var/cache/debconf/config.dat"
        guard let file = draft.facts.files[path] else { return }
        let disk = draft.facts.target.bootDisk
        var inside = false
        var old = ""
        let text = file.text.mapLines { line in
            if line.isEmpty { inside = false }
            if line.hasPrefix("Name: ") { inside = line == "Name: grub-pc/install_devices" }
            guard inside, line.hasPrefix("Value: /dev/"), line != "Value: \(disk)" else { return nil }
            old = String(line.dropFirst(7))
            return "Value: \(disk)"
        }
        draft.edit(
            path, to: text, found: "GRUB is installed to \(old)",
            why: "the next upgrade of GRUB would fail, and with it the upgrade of the system", writes: disk)
    }
}

extension AdaptationTarget {
    /// The first disk of the virtual machine.
    var bootDisk: String {
        switch self {
        case .kvm: "/dev/vda"
        case .xen, .xenserver: "/dev/xvda"
        case .plain: "/dev/sda"
        }
    }
}
