/// Which kernel modules a server's disks and network cards may need.
enum ModuleChoice {
    /// Folders below `kernel/`; each with everything in it.
    private static let folders = [
        "drivers/ata/", "drivers/scsi/", "drivers/nvme/", "drivers/message/", "drivers/block/", "drivers/virtio/",
        "drivers/net/ethernet/", "drivers/net/phy/", "drivers/net/mdio/", "drivers/usb/host/", "drivers/usb/storage/",
        "drivers/hid/", "drivers/mmc/", "drivers/cdrom/", "drivers/ptp/", "drivers/pps/", "drivers/dca/",
    ]

    /// Single modules.
    private static let files = [
        "drivers/net/virtio_net.ko", "drivers/net/mii.ko", "drivers/net/vmxnet3/vmxnet3.ko",
        "drivers/net/hyperv/hv_netvsc.ko", "drivers/hv/hv_vmbus.ko", "drivers/net/net_failover.ko",
        "drivers/net/xen-netfront.ko", "drivers/net/tun.ko", "net/packet/af_packet.ko",
    ]

    /// The chosen modules and all that they depend on.
    ///
    /// - Parameter dependencies: the text of `modules.dep` (depmod(8)): `path: path path …`.
    /// - Returns: paths below the modules' folder, sorted.
    static func modules(dependencies: String) -> [String] {
        var needs: [String: [String]] = [:]
        for line in dependencies.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard let path = parts.first else { continue }
            needs[String(path)] = parts.count > 1 ? parts[1].split(separator: " ").map { String($0) } : []
        }
        var chosen: Set<String> = []
        var waiting = needs.keys.filter { wants($0) }
        while let path = waiting.popLast() {
            if chosen.insert(path).inserted { waiting += needs[path] ?? [] }
        }
        return chosen.sorted()
    }

    private static func wants(_ path: String) -> Bool {
        guard path.hasPrefix("kernel/") else { return false }
        let place = path.dropFirst("kernel/".count)
        return folders.contains { place.hasPrefix($0) } || files.contains { place.hasPrefix($0) }
    }
}
