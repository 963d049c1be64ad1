import Estate

@testable import Adaptation

/// Facts of made-up guests.
enum Fixtures {
    static let rootUUID = "11111111-2222-3333-4444-555555555555"
    static let swapUUID = "66666666-7777-8888-9999-000000000000"

    static let debian = GuestSystem(id: "debian", version: "12", title: "Debian GNU/Linux 12 (bookworm)")

    /// A disk with root on the first and swap on the second partition.
    static let volumes = [
        GuestVolume(
            device: "/dev/sda1", disk: 0, partition: 1, type: "ext4", uuid: rootUUID, partitionUUID: "0badcafe-01"),
        GuestVolume(
            device: "/dev/sda2", disk: 0, partition: 2, type: "swap", uuid: swapUUID, partitionUUID: "0badcafe-02"),
    ]

    static func facts(
        _ files: [String: String] = [:], system: GuestSystem = debian, volumes: [GuestVolume] = volumes,
        sourceDevices: [String?] = [nil], paths: Set<String> = [], links: [String: String] = [:],
        kernels: [GuestKernel] = [], target: AdaptationTarget = .kvm, profile: ServerProfile? = nil
    ) -> GuestFacts {
        GuestFacts(
            target: target, system: system, sourceDevices: sourceDevices, volumes: volumes, root: volumes[0],
            files: files.mapValues { GuestFile(text: $0) }, paths: paths, links: links, kernels: kernels,
            profile: profile)
    }

    /// Runs one decider, and proves that running it again on its own result changes nothing.
    static func decide(_ decider: any Decider, _ facts: GuestFacts) -> Draft {
        var draft = Draft(facts)
        draft.run(decider)
        return draft
    }

    static func leavesNothing(_ decider: any Decider, after draft: Draft) -> Bool {
        decide(decider, draft.facts).changes.isEmpty
    }
}
