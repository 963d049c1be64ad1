internal import Estate

/// Who may not move now: servers that a rule keeps apart stand in for each other (both in one window, and a failed night
/// takes both), and servers whose owner wants nothing moved on a day.
struct WaveSeparation {
    private let sets: [Set<String>]
    private let owners: [Owner]

    init(_ rules: Rules) {
        sets = (rules.apart ?? []).map { Set($0.servers) }
        owners = rules.owners ?? []
    }

    func allows(_ block: [PlannedServer], beside chosen: [PlannedServer]) -> Bool {
        sets.allSatisfy { set in
            !chosen.contains { set.contains($0.server) } || !block.contains { set.contains($0.server) }
        }
    }

    /// An owner of one of the servers wants nothing moved on one of these days (since 1970).
    func isFrozen(_ block: [PlannedServer], on days: ClosedRange<Int>) -> Bool {
        owners.contains { owner in
            (owner.notOn ?? []).contains { days.contains($0.days) }
                && block.contains { owner.servers.contains($0.server) }
        }
    }

    /// - Throws: ``Failure`` (refused) for servers that must move together and must not.
    func check(_ block: [PlannedServer], in plan: Plan) throws(Failure) {
        for set in sets {
            let both = block.map(\.server).filter(set.contains)
            guard both.count < 2 else {
                throw Failure(
                    "schedule", on: plan.pool,
                    because:
                        "sameWave wants \(both.joined(separator: ", ")) in one window, and apart keeps them in two",
                    next: "take one of the two rules back", exit: .refused)
            }
        }
    }
}
