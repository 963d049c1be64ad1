/// What stands in the rack: the hardware of one "physical" server. Its disks are made by `build-server.sh`, by its name.
struct ServerMachine: Sendable, Hashable {
    /// The last number of its address; also of its MAC address, its UUID and its serial numbers.
    var number: Int
    var memoryMiB: Int
    /// What it is, in a few words.
    var role: String

    var mac: String { "52:54:00:77:00:" + String(number, radix: 16) }

    static func of(_ node: Node) -> ServerMachine? {
        switch node {
        case .dns01: ServerMachine(number: 53, memoryMiB: 512, role: "the \"physical\" DNS server")
        case .web01: ServerMachine(number: 54, memoryMiB: 384, role: "a \"physical\" web server: BIOS, GPT, LVM")
        case .db01: ServerMachine(number: 55, memoryMiB: 384, role: "a \"physical\" database: BIOS, RAID1 of two disks")
        case .old01: ServerMachine(number: 56, memoryMiB: 384, role: "a \"physical\" server of old: UEFI, eth0")
        case .switch, .mgmt, .nfs1, .hosta, .hostb: nil
        }
    }
}
