internal import Estate

/// Facts without which nobody can say that a server is ready: a plan is made from them, or a critical concern is seen in
/// them.
enum DecidingFact {
    /// `its disks are not known: lsblk: not found`.
    static func unknown(in profile: ServerProfile) -> [String] {
        let facts = both(profile) + (profile.windows == nil ? linux(profile) : windows(profile))
        return facts.compactMap { name, reason in reason.map { "\(name) not known: \($0)" } }
    }

    private static func both(_ profile: ServerProfile) -> [(String, String?)] {
        [
            ("its system is", profile.system.family.reason), ("its firmware is", profile.boot.firmware.reason),
            ("its architecture is", profile.system.architecture.reason),
            ("its processors are", profile.hardware.processor.reason),
            ("its memory is", profile.hardware.memoryBytes.reason), ("its disks are", profile.disks.reason),
        ]
    }

    private static func linux(_ profile: ServerProfile) -> [(String, String?)] {
        [
            ("what is mounted is", profile.mounts.reason), ("its devices are", profile.hardware.devices.reason),
            ("its modules are", profile.hardware.modules.reason), ("its kernels are", profile.boot.kernels.reason),
            ("its cards are", profile.interfaces.reason),
            ("how its disks are encrypted is", profile.storage.map(\.luksTokens.reason) ?? "it was not asked"),
        ]
    }

    private static func windows(_ profile: ServerProfile) -> [(String, String?)] {
        let head = profile.windows?.hibernation == .unknown ? "its file has a head that p2v does not know" : nil
        return [("whether it is hibernated is", head)]
    }
}
