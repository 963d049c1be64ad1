package import Estate

/// What a kept definition says of the machine that starts from it, as far as a trial start asks.
package struct KeptMachine: Sendable, Hashable {
    package var firmware: Firmware
    package var memoryMiB: Int
    /// MAC addresses, in their order.
    package var cards: [String]
    /// Targets of the disks that are virtio's.
    package var virtioDisks: Set<String>
    /// The target of the disk that it starts from; nil: the first.
    package var bootDisk: String?

    /// - Returns: nil when `xml` is no definition.
    package init?(xml: String) {
        guard let known = DomainDescription(xml: xml), let tree = XMLTree.parse(xml) else { return nil }
        firmware = known.uefi ? .uefi : .bios
        memoryMiB = Int(clamping: known.memoryBytes >> 20)
        cards = known.macs
        let disks = (tree.first("devices")?.all("disk") ?? []).compactMap { disk in
            disk.first("target").flatMap { target in
                target.attributes["dev"].map {
                    (name: $0, bus: target.attributes["bus"], order: disk.first("boot")?.attributes["order"])
                }
            }
        }
        virtioDisks = Set(disks.filter { $0.bus == "virtio" }.map(\.name))
        bootDisk =
            disks.compactMap { disk in disk.order.flatMap { Int($0) }.map { ($0, disk.name) } }.min { $0.0 < $1.0 }?.1
    }
}
