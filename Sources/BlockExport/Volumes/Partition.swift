/// A partition, and what its table says that it is for.
struct Partition: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// For a file system of Linux, or for none in particular.
        case fileSystem
        case volumes
        /// Swap, arrays, other systems' file systems, pools, and all types that are not known here.
        case other
    }

    var range: Range<UInt64>
    var kind: Kind

    /// A leftover file system in a partition for something else is not believed.
    func agrees(with owner: Owner) -> Bool {
        switch owner {
        case .ext, .xfs, .btrfs: kind == .fileSystem
        case .lvm: kind == .volumes || kind == .fileSystem
        case .swap, .table, .other: false
        }
    }

    /// Types of an MBR's entries (fdisk(8), "list of types").
    static func kind(ofMBR type: UInt8) -> Kind {
        switch type {
        case 0x83: .fileSystem
        case 0x8E: .volumes
        default: .other
        }
    }

    /// Types of a GPT's entries, as printed (UAPI Group's Discoverable Partitions Specification; Linux LVM; and the basic
    /// data type, which parted gave Linux partitions until 2011).
    static func kind(ofGPT type: String) -> Kind {
        if type == "E6D6D379-F507-44C2-A23C-238F2A3DF928" { return .volumes }
        return fileSystemTypes.contains(type) ? .fileSystem : .other
    }

    private static let fileSystemTypes: Set<String> = [
        "0FC63DAF-8483-4772-8E79-3D69D8477DE4",  // Linux file system data
        "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7",  // basic data
        "44479540-F297-41B2-9AF7-D131D5F0458A",  // root, x86
        "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709",  // root, x86-64
        "69DAD710-2CE4-4E3C-B16C-21A1D49ABED3",  // root, ARM
        "B921B045-1DF0-41C3-AF44-4C6F280D3FAE",  // root, ARM64
        "75250D76-8CC6-458E-BD66-BD47CC81A812",  // usr, x86
        "8484680C-9521-48C6-9C11-B0720656F69E",  // usr, x86-64
        "933AC7E1-2EB4-4F13-B844-0E14E2AEF915",  // home
        "3B8F8425-20E0-4F3B-907F-1A25A76F98E8",  // srv
        "4D21B016-B534-45C2-A9FB-5C16E091FD2D",  // var
        "7EC6F557-3BC5-4ACA-B293-16EF5DF639D1",  // var/tmp
        "BC13C2FF-59E6-4262-A352-B275FD6F7172",  // extended boot loader partition
    ]
}
