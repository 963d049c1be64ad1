internal import Estate

/// Interfaces from sysfs, with addresses from `ip`, permanent MACs from ethtool and the bonding driver, VLANs from 802.1q.
struct Interfaces {
    var addresses: Observed<[String: [InterfaceAddresses.Address]]>
    /// A cluster's agent runs here.
    var isClustered = false
    /// Interface → MAC, from ``PermanentMAC``.
    var permanent: [String: String]
    /// Interface → VLAN number and the interface it lies on.
    var vlans: [String: VLANConfig.Tag]

    func parse(_ text: String) -> [NetworkInterface]? {
        let records = AttributeRecord.parse(text, head: "interface")
        return records.isEmpty ? nil : records.map(interface)
    }

    private func interface(_ record: AttributeRecord) -> NetworkInterface {
        let mac = record.attributes["address"] ?? ""
        let driver = record.first("driver").map { $0.split(separator: "/").last.map(String.init) ?? "" }
        var known: [InterfaceAddresses.Address] = []
        var reason: String?
        switch addresses {
        case .known(let all): known = all[record.name] ?? []
        case .unknown(let because): reason = because
        }
        let speed = record.attributes["speed"].flatMap { Int($0) }
        var interface = NetworkInterface(
            name: record.name, kind: kind(record, driver), mac: mac, permanentMAC: permanentMAC(record, mac, driver),
            mtu: Int(record.number("mtu").map { min($0, 1 << 20) } ?? 0),
            up: ["up", "unknown"].contains(record.attributes["operstate"] ?? ""),
            addresses: known.map(\.text),
            driver: driver?.isEmpty == true ? nil : driver,
            master: record.first("master")?.split(separator: "/").last.map(String.init),
            megabits: speed.flatMap { $0 > 0 ? $0 : nil }, vlan: vlans[record.name]?.number)
        interface.addressesUnknown = reason
        let passing = known.filter { $0.isPassing || isClustered && $0.isAdded }.map(\.text)
        interface.passingAddresses = passing.isEmpty ? nil : passing
        interface.slot = record.first("slot").flatMap(Self.slot)
        if ManagementCard.isOne(interface) { interface.kind = "management" }
        return interface
    }

    private func kind(_ record: AttributeRecord, _ driver: String?) -> String {
        if record.attributes["type"] == "772" || record.name == "lo" { return "loopback" }
        if record.attributes["bonding/mode"] != nil { return "bond" }
        if record.lines.contains(where: { $0.word == "bridge" }) { return "bridge" }
        if vlans[record.name] != nil { return "vlan" }
        return driver != nil ? "physical" : "virtual"
    }

    /// `../../../0000:01:00.0`; a device of virtio or USB is called otherwise.
    private static func slot(_ link: String) -> String? {
        let name = link.split(separator: "/").last ?? ""
        let isPlace = name.wholeMatch(of: /[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]/) != nil
        return isPlace ? String(name) : nil
    }

    /// The card's own address: a bond's member shows the bond's. An address that the kernel marks as permanent
    /// (`addr_assign_type` 0, since 3.10 for all drivers) is the card's.
    private func permanentMAC(_ record: AttributeRecord, _ mac: String, _ driver: String?) -> String? {
        guard driver != nil else { return nil }
        if let known = permanent[record.name] { return known }
        if let slave = record.attributes["bonding_slave/perm_hwaddr"] { return slave.lowercased() }
        let isMember = record.lines.contains { $0.word == "master" }
        return record.attributes["addr_assign_type"] == "0" && !isMember ? mac : nil
    }
}
