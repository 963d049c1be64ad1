import Estate

extension ConcernCase {
    static let windows = [
        ConcernCase(
            "windows-hibernated", raises: .plain.withWindows { $0.hibernation = .hibernated },
            doesNot: .plain.withWindows { $0.hibernation = .resumed }),
        ConcernCase(
            "windows-fast-startup", raises: .plain.withWindows { $0.fastStartup = true },
            doesNot: .plain.withWindows { $0.fastStartup = false }),
        ConcernCase(
            "windows-bitlocker", raises: .plain.withWindows { $0.bitLockerVolumes = ["/dev/sda2"] },
            doesNot: .plain.withWindows { $0.bitLockerVolumes = [] }),
        ConcernCase(
            "windows-dynamic-disk", raises: .plain.withDisk { $0.volumes[0].partitionType = "0x42" },
            doesNot: .plain.withDisk { $0.volumes[0].partitionType = "0x07" }),
        ConcernCase(
            "windows-static-address", raises: .plain.withWindows { $0 = $0.network(dhcp: false) },
            doesNot: .plain.withWindows { $0 = $0.network(dhcp: true) }),
    ]
}
