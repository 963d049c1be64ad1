internal import Estate
internal import Guestfs

/// One Windows inside a running appliance, as a profile.
struct WindowsProfile {
    let session: Session
    let disks: [ImageDisk]
    let now: Moment
    private static let config = "/Windows/System32/config"

    func profile() throws -> ServerProfile {
        let volumes = try ImageVolumes(session: session)
        let system = try findSystem(volumes)
        let hibernation = hibernationState()
        let (software, facts) = try hives(system, volumes, hibernation)
        try session.unmountAll()
        let firmware = firmware(volumes)
        return assemble(software, facts, firmware, volumes)
    }

    /// Mounts the volume that holds Windows, read-only.
    private func findSystem(_ volumes: ImageVolumes) throws -> String {
        for device in volumes.ntfs {
            guard (try? session.mountReadOnly(device, at: "/")) != nil else { continue }
            if session.spelled(Self.config + "/SYSTEM") != nil { return device }
            try session.unmountAll()
        }
        let locked = volumes.bitLocker.joined(separator: ", ")
        throw Failure(
            "scan the image", on: disks.map(\.path).joined(separator: ", "),
            because: locked.isEmpty
                ? "no volume holds a Windows"
                : "no readable volume holds a Windows, and BitLocker has encrypted \(locked)",
            next: locked.isEmpty
                ? "a Linux server is scanned over ssh while it runs; for a Windows on several disks, name all its images"
                : "on the running server: manage-bde -off C:, and take the image again", exit: .refused)
    }

    private func hibernationState() -> WindowsFacts.Hibernation {
        guard let path = session.spelled("/hiberfil.sys") else { return .none }
        return HibernationFile.state(try? session.read(path, from: 0, count: 4096))
    }

    private func hives(
        _ device: String, _ volumes: ImageVolumes, _ hibernation: WindowsFacts.Hibernation
    ) throws -> (WindowsRelease, WindowsFacts) {
        func open<Result>(_ name: String, _ work: (Hive) throws -> Result) throws -> Result {
            guard let path = session.spelled(Self.config + "/" + name) else {
                throw Failure(
                    "scan the image", on: device, because: "the registry has no hive \(name)",
                    next: "check the volume with chkdsk on the server", exit: .refused)
            }
            return try session.hive(path, work)
        }
        let software = try open("SOFTWARE") { WindowsRelease(SoftwareHive($0)) }
        return try open("SYSTEM") { hive in
            let system = SystemHive(hive)
            var release = software
            release.add(system)
            return (
                release,
                WindowsFacts(
                    edition: software.edition, build: software.build ?? "unknown", role: system.role,
                    controlSet: system.controlSet, systemVolume: device, services: system.services,
                    networks: system.networks, driveLetters: system.driveLetters, hibernation: hibernation,
                    fastStartup: system.fastStartup, bitLockerVolumes: volumes.bitLocker, filters: system.filters)
            )
        }
    }

    /// An EFI system partition with Microsoft's boot manager.
    private func firmware(_ volumes: ImageVolumes) -> Firmware {
        for device in volumes.fat {
            guard (try? session.mountReadOnly(device, at: "/")) != nil else { continue }
            defer { try? session.unmountAll() }
            if session.spelled("/EFI/Microsoft/Boot/bootmgfw.efi") != nil { return .uefi }
        }
        return .bios
    }

    private func assemble(
        _ release: WindowsRelease, _ facts: WindowsFacts, _ firmware: Firmware, _ volumes: ImageVolumes
    ) -> ServerProfile {
        let why = "an image of a Windows that is switched off does not say"
        return ServerProfile(
            name: release.computerName ?? "windows", address: "file://\(disks.first?.path ?? "")", scannedAt: now,
            identity: Identity(
                machineID: .from(release.machineID, else: why), dmiUUID: .unknown(because: why),
                dmiSerial: .unknown(because: why), hostKeyFingerprint: .unknown(because: why)),
            hardware: release.hardware(why), system: release.system(why),
            boot: Boot(
                firmware: .known(firmware), secureBoot: .unknown(because: why), loader: .known("windows"),
                kernelCommandLine: .unknown(because: why), kernels: .unknown(because: why),
                initramfsTool: .unknown(because: "Windows has no initramfs"),
                initramfsModules: .unknown(because: "Windows has no initramfs"), efiEntries: .unknown(because: why)),
            disks: .known(volumes.disks), mounts: .unknown(because: why),
            fstab: .unknown(because: "Windows has no fstab"), interfaces: .unknown(because: why),
            routes: .unknown(because: why),
            nameServers: .known(Array(Set(facts.networks.flatMap(\.nameServers))).sorted()),
            listeners: .unknown(because: why), connections: .unknown(because: why),
            deviceLinks: .unknown(because: "Windows has no device links"), load: .unknown(because: why),
            windows: facts, concerns: [])
    }
}
