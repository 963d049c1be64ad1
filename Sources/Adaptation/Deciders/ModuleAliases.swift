/// Cases 50 and 51: module names of the server's controllers, cards and graphics.
struct ModuleAliases: Decider {
    let id = "module-aliases"
    let cases = [50, 51]
    let reads = ["/etc/modprobe.conf", "/etc/modprobe.d/*.conf", "/etc/X11/xorg.conf", "/etc/X11/xorg.conf.d/*.conf"]

    private static let graphics: Set<String> = [
        "nvidia", "mga", "ati", "radeon", "nv", "nouveau", "intel", "matrox", "ast", "fglrx", "amdgpu", "vmware",
        "vboxvideo", "qxl", "cirrus",
    ]

    func decide(_ draft: inout Draft) {
        let paths = ["/etc/modprobe.conf"] + draft.facts.files(in: "/etc/modprobe.d", suffix: ".conf")
        for path in paths { aliases(path, &draft) }
        let screens = ["/etc/X11/xorg.conf"] + draft.facts.files(in: "/etc/X11/xorg.conf.d", suffix: ".conf")
        for path in screens { graphics(path, &draft) }
    }

    private func aliases(_ path: String, _ draft: inout Draft) {
        guard let file = draft.facts.files[path] else { return }
        let (disk, card) = draft.facts.target.aliasModules
        let text = file.text.mapLines { line in
            var fields = Fields(line)
            guard fields.count >= 3, fields[0] == "alias" else { return nil }
            if fields[1].hasPrefix("eth"), fields[2] != card {
                fields[2] = card
            } else if fields[1].hasPrefix("scsi_hostadapter"), fields[2] != disk {
                fields[2] = disk
            } else {
                return nil
            }
            return fields.line
        }
        draft.edit(
            path, to: text, found: "drivers of the server's cards and controllers",
            why: "they have no device in the virtual machine", writes: "\(disk) and \(card)")
    }

    private func graphics(_ path: String, _ draft: inout Draft) {
        guard let file = draft.facts.files[path] else { return }
        let text = file.text.mapLines { line in
            var fields = Fields(line)
            guard fields.count == 2, fields[0].lowercased() == "driver",
                Self.graphics.contains(fields[1].unquoted.lowercased())
            else { return nil }
            fields[1] = "\"modesetting\""
            return fields.line
        }
        draft.edit(
            path, to: text, found: "a driver of the server's graphics card",
            why: "the screen would stay dark", writes: "Driver \"modesetting\"")
    }
}

extension AdaptationTarget {
    /// Drivers for a disk and for a card.
    fileprivate var aliasModules: (disk: String, card: String) {
        switch self {
        case .kvm: ("virtio_blk", "virtio_net")
        case .xen, .xenserver: ("xen_blkfront", "xen_netfront")
        case .plain: ("ahci", "e1000")
        }
    }
}
