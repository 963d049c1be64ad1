internal import Estate

/// One thing that an operator should know: data, and a small pure function that looks for it.
///
/// A new rule is a new file in this folder and a line in ``all``.
struct ConcernRule: Sendable {
    var id: String
    var severity: Concern.Severity
    var matters: String
    var advice: String
    /// Looks at a profile; one text for each finding. A fact that is unknown raises nothing.
    var see: @Sendable (ServerProfile) -> [String]

    static let all: [ConcernRule] = [
        .architecture, .blockCache, .bond, .cannotBootVirtio, .clock, .clusterAgent, .clusterFileSystem,
        .commandLineLimits,
        .degradedRAID, .diskTooLarge, .disksAlike,
        .encryptedByTPM, .fakeRAID, .fibreChannel, .firmwareUUID, .freeSpace, .gpu, .guestAlready, .hardwareAgent,
        .hugePages,
        .hypervisor, .licence, .licenceDongle, .luksPassphrase, .multipath, .networkUnknown, .noRoot, .oldKernelOnly,
        .raidInactive,
        .readOnlyDisk, .realTimeKernel, .rootNotOnDisk,
        .sectors4Kn, .secureBoot, .serialConsole, .sharedStorage, .specialCard, .tape, .unresolvedName,
        .unsupportedSystem, .ups, .usbSerial, .userSpaceNetwork, .vlan, .watchdog,
        .windowsBitLocker, .windowsDynamicDisk, .windowsFastStartup, .windowsHibernated, .windowsStaticAddress,
        .zfsRoot,
    ]

    /// What the rules find, most severe first, then by identifier.
    static func concerns(of profile: ServerProfile, rules: [ConcernRule] = all) -> [Concern] {
        rules.flatMap { rule in
            rule.see(profile).map {
                Concern(id: rule.id, severity: rule.severity, seen: $0, matters: rule.matters, advice: rule.advice)
            }
        }.sorted { ($1.severity, $0.id, $0.seen) < ($0.severity, $1.id, $1.seen) }
    }
}

extension ServerProfile {
    var allVolumes: [Volume] { disks.value?.flatMap(\.volumes) ?? [] }

    /// PCI devices whose class begins with `prefix`, such as `03` for display controllers.
    func pci(_ prefix: String) -> [String] {
        hardware.devices.value?.filter { $0.hasPrefix("pci:\(prefix)") } ?? []
    }

    func hasAgents(_ kind: Agent.Kind) -> [String] {
        system.agents.value?.filter { Agent.named($0)?.kind == kind } ?? []
    }
}
