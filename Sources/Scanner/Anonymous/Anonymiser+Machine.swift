internal import Estate

extension Anonymiser {
    mutating func identity(_ identity: Identity) -> Identity {
        Identity(
            machineID: replaced(identity.machineID, .uuid), dmiUUID: replaced(identity.dmiUUID, .uuid),
            dmiSerial: replaced(identity.dmiSerial, .serial),
            hostKeyFingerprint: replaced(identity.hostKeyFingerprint, .key))
    }

    /// Makers' and drivers' names stay.
    func hardware(_ hardware: Hardware) -> Hardware {
        var shown = Hardware(
            vendor: plain(hardware.vendor), model: plain(hardware.model), processor: plain(hardware.processor),
            memoryBytes: plain(hardware.memoryBytes), devices: plain(hardware.devices),
            modules: plain(hardware.modules), hugePageBytes: hardware.hugePageBytes)
        shown.firmwareDate = hardware.firmwareDate
        return shown
    }

    func system(_ system: OperatingSystem) -> OperatingSystem {
        OperatingSystem(
            family: plain(system.family), version: plain(system.version), prettyName: plain(system.prettyName),
            architecture: plain(system.architecture), kernel: plain(system.kernel),
            uptimeSeconds: plain(system.uptimeSeconds), clock: plain(system.clock),
            clockSkewSeconds: plain(system.clockSkewSeconds), timeZone: .unknown(because: Self.leftOut),
            agents: plain(system.agents))
    }

    func boot(_ boot: Boot) -> Boot {
        Boot(
            firmware: plain(boot.firmware), secureBoot: plain(boot.secureBoot), loader: plain(boot.loader),
            kernelCommandLine: .unknown(because: Self.leftOut), kernels: plain(boot.kernels),
            initramfsTool: plain(boot.initramfsTool), initramfsModules: plain(boot.initramfsModules),
            efiEntries: .unknown(because: Self.leftOut))
    }

    /// Of a Windows the services, the drivers, the networks and the letters of drives are left out.
    mutating func windows(_ facts: WindowsFacts) -> WindowsFacts {
        WindowsFacts(
            edition: facts.edition, build: facts.build, role: facts.role, controlSet: facts.controlSet,
            systemVolume: pseudonyms.device(facts.systemVolume), services: [], networks: [], driveLetters: [:],
            hibernation: facts.hibernation, fastStartup: facts.fastStartup,
            bitLockerVolumes: facts.bitLockerVolumes.map { pseudonyms.device($0) }, filters: [])
    }
}
