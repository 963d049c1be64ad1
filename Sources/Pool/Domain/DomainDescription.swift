internal import Estate

/// What a domain's XML says, as far as p2v decides from it.
struct DomainDescription: Sendable, Hashable {
    struct Disk: Sendable, Hashable {
        /// `nfs://server/export/file` or a path.
        var url: String
        /// Nil where the domain lets QEMU guess.
        var format: String?
        var cache: String?
        /// No guest writes to it (a CD, `<readonly/>`), or all agreed to share it.
        var harmless: Bool
    }

    var name: String
    var uuid: String
    /// `kvm`, `qemu`, `xen`.
    var type: String
    var memoryBytes: UInt64
    var vcpus: Int
    /// `pc-q35-10.0`.
    var machine: String?
    var cpuModel: String?
    var disks: [Disk]
    var macs: [String]
    var bridges: [String]
    /// libvirt's own networks that its interfaces are plugged into.
    var networks: [String]
    /// Devices of the host's own: PCI, USB, a card's virtual function.
    var hostDevices = 0
    /// It starts by UEFI.
    var uefi = false
    /// The mark that p2v's template leaves.
    var origin: MachineDefinition.Origin?

    /// - Returns: nil when `xml` is no domain.
    init?(xml: String) {
        guard let domain = XMLTree.parse(xml), domain.name == "domain", let name = domain.first("name")?.text,
            let uuid = domain.first("uuid")?.text, let memory = Self.bytes(domain.first("memory"))
        else { return nil }
        self.name = name
        self.uuid = uuid
        type = domain.attributes["type"] ?? ""
        memoryBytes = memory
        vcpus = domain.first("vcpu").flatMap { Int($0.attributes["current"] ?? $0.text) } ?? 1
        machine = domain.first("os", "type")?.attributes["machine"]
        cpuModel = domain.first("cpu", "model")?.text
        let devices = domain.first("devices")
        disks = (devices?.all("disk") ?? []).compactMap(Disk.init)
        let interfaces = devices?.all("interface") ?? []
        macs = interfaces.compactMap { $0.first("mac")?.attributes["address"] }
        bridges = interfaces.filter { $0.attributes["type"] == "bridge" }
            .compactMap { $0.first("source")?.attributes["bridge"] }
        networks = interfaces.filter { $0.attributes["type"] == "network" }
            .compactMap { $0.first("source")?.attributes["network"] }
        hostDevices =
            (devices?.all("hostdev").count ?? 0) + interfaces.count { $0.attributes["type"] == "hostdev" }
        let os = domain.first("os")
        uefi = os?.attributes["firmware"] == "efi" || os?.first("loader")?.attributes["type"] == "pflash"
        let mark = domain.first("metadata", "p2v:origin")?.attributes
        origin = mark?["server"].map { MachineDefinition.Origin(server: $0, plan: mark?["plan"] ?? "") }
    }

    /// Nil for what is no amount of memory.
    private static func bytes(_ memory: XMLTree?) -> UInt64? {
        guard let memory, let amount = UInt64(memory.text) else { return nil }
        let unit: UInt64? =
            switch memory.attributes["unit"] ?? "KiB" {
            case "b", "bytes": 1
            case "KB": 1000
            case "M", "MiB": 1 << 20
            case "MB": 1_000_000
            case "G", "GiB": 1 << 30
            case "GB": 1_000_000_000
            case "T", "TiB": 1 << 40
            case "k", "KiB": 1 << 10
            default: nil
            }
        guard let (bytes, overflow) = unit.map({ amount.multipliedReportingOverflow(by: $0) }), !overflow else {
            return nil
        }
        return bytes
    }
}

extension DomainDescription.Disk {
    /// Nil for an empty drive.
    init?(_ disk: XMLTree) {
        guard let source = disk.first("source"), let url = Self.url(source) else { return nil }
        let driver = disk.first("driver")
        let device = disk.attributes["device"] ?? "disk"
        self.init(
            url: url, format: driver?.attributes["type"], cache: driver?.attributes["cache"],
            harmless: device == "cdrom" || disk.first("readonly") != nil || disk.first("shareable") != nil)
    }

    private static func url(_ source: XMLTree) -> String? {
        if let file = source.attributes["file"] ?? source.attributes["dev"] ?? source.attributes["dir"] { return file }
        // Of a storage pool of libvirt's: where it lies is not said, but two names of one volume are the same.
        if let pool = source.attributes["pool"], let volume = source.attributes["volume"] {
            return "volume:\(pool)/\(volume)"
        }
        guard let protocolName = source.attributes["protocol"], let path = source.attributes["name"] else { return nil }
        let server = source.first("host")?.attributes["name"] ?? ""
        return "\(protocolName)://\(server)\(path.hasPrefix("/") ? "" : "/")\(path)"
    }
}
