internal import Guestfs

/// What was read of a Windows guest: from its files and from the hives SYSTEM and SOFTWARE.
struct WindowsGuest: Sendable {
    /// A service or driver.
    struct Service: Sendable, Hashable {
        /// 0 boot, 1 system, 2 automatic, 3 on demand, 4 disabled.
        var start: UInt32
        /// A key that disables a boot driver again where it was not needed at the last start (Windows 8 and later).
        var hasStartOverride: Bool
    }

    /// A network card's settings.
    struct Interface: Sendable, Hashable {
        var address: String
        var mask: String
        var gateway: String?
        var nameServers: [String]
    }

    /// Lists of filter drivers: key below the control set, name of the value, entries.
    struct Filters: Sendable, Hashable {
        var key: [String]
        var name: String
        var entries: [String]
    }

    var target: AdaptationTarget
    /// `/Windows`, as it is written on the disk.
    var root: String
    var product: String
    /// 6.1 is Windows 7 and 2008 R2, 6.2 is 8 and 2012, 10.0 is 10 and later.
    var major: Int
    var minor: Int
    var build: Int
    var isServer: Bool
    /// `amd64` or `x86`.
    var architecture: String
    /// `ControlSet001`
    var controlSet: String
    /// By name in small letters.
    var services: [String: Service]
    var filters: [Filters]
    var interfaces: [Interface]
    /// Values that were asked for: `SYSTEM\ControlSet001\Services\viostor\Start`.
    var values: [String: RegistryValue] = [:]
    /// Files of p2v that are there already.
    var paths: Set<String> = []
    /// Windows starts from a saved memory image, so its file systems are not consistent.
    var isHibernated: Bool

    /// Devices have a database of drivers of their own since Windows 8.
    var hasDriverDatabase: Bool { (major, minor) >= (6, 2) }
}
