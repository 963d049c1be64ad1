/// Every decider, in the order in which they run.
enum Deciders {
    static let all: [any Decider] = [
        PartitionTableEnd(), SectorSize(), FstabNames(), HugePageMounts(), CrypttabNames(), LVMDevices(),
        RAIDConfiguration(),
        Multipath(), BootLoaderNames(),
        HardwareOptions(), CrashReserve(), TunedProfile(), SerialLogins(), XenConsole(), ResumeName(), FallbackLoader(),
        GrubInstallDevice(), InitramfsDrivers(),
        InitramfsConfiguration(), InitramfsRebuilds(), DefaultKernel(), CrashKernels(), LinkNames(), UdevNames(),
        NetworkMatches(), BondMode(), CloudInit(), HardwareAgents(), HypervisorTools(),
        ModuleAliases(), SpecialSoftware(), PackageState(), SELinuxLabels(),
    ]

    /// Files whose text is read.
    static var reads: [String] { Set(all.flatMap(\.reads)).sorted() }

    /// Paths that are only looked for.
    static var looks: [String] { Set(all.flatMap(\.looks)).sorted() }

    static func decide(_ facts: GuestFacts) -> Draft {
        var draft = Draft(facts)
        for decider in all { draft.run(decider) }
        return draft
    }
}
