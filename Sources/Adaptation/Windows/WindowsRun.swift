internal import Estate
internal import Guestfs

/// One adaptation of a Windows guest: read, plan, apply, read again; in the launch that found it.
struct WindowsRun: Sendable {
    let target: AdaptationTarget
    let guest: String
    let drivers: WindowsDrivers?
    let profile: ServerProfile?
    let dryRun: Bool

    /// Where the record of the changes is, in the guest.
    static let recordPath = "/p2v/adaptation.json"

    /// What was planned, and the facts it was planned from.
    struct Outcome: Sendable {
        var volume: GuestVolume
        var facts: WindowsGuest
        var plan: WindowsPlan
    }

    /// - Returns: nil when there is no Windows.
    func perform(in session: Session, volumes: [GuestVolume]) throws -> Outcome? {
        let collector = WindowsCollector(session: session, target: target, guest: guest)
        guard let (volume, read) = try collector.collect(volumes) else { return nil }
        guard !target.isXen else {
            throw Failure(
                "adapt Windows", on: guest,
                because: "Xen's drivers for Windows are installed by their own setup, not offline",
                next: "adapt with --target plain, start it with SATA disks, and install the drivers there",
                exit: .refused)
        }
        let (facts, plan) = try plan(collector, read)
        if !dryRun, !plan.changes.isEmpty {
            try WindowsApplier(session: session, collector: collector, guest: guest).apply(plan)
            try session.sync()
            let left = try self.plan(collector, collector.read()).plan.changes
            guard left.isEmpty else {
                throw Failure(
                    "check the adaptation", on: guest,
                    because: "after all changes \(left.map(\.path).joined(separator: ", ")) is still to do",
                    next: "`p2v adapt --undo` puts the originals back", exit: .unproved)
            }
        }
        return Outcome(volume: volume, facts: facts, plan: plan)
    }

    private var cards: [(mac: String, addresses: [String])] {
        (profile?.interfaces.value ?? []).filter { $0.kind == "physical" }.map {
            ($0.permanentMAC ?? $0.mac, $0.addresses)
        }
    }

    /// Plans once to learn what to ask for, reads that, and plans again.
    private func plan(_ collector: WindowsCollector, _ old: WindowsGuest) throws -> (
        facts: WindowsGuest, plan: WindowsPlan
    ) {
        var facts = old
        (facts.values, facts.paths) = ([:], [])
        let systems = WindowsVersion.folders(facts)
        let files = Dictionary(
            uniqueKeysWithValues: WindowsDrivers.wanted.map { name in
                (name, drivers?.files(of: name, systems: systems, architecture: facts.architecture) ?? [:])
            })
        let wishes = WindowsPlan(facts, drivers: files, cards: cards)
        try look(wishes, collector, &facts)
        return (facts, WindowsPlan(facts, drivers: files, cards: cards))
    }

    private func look(_ wishes: WindowsPlan, _ collector: WindowsCollector, _ facts: inout WindowsGuest) throws {
        let session = collector.session
        for hive in [RegistryEdit.Hive.system, .software] {
            let edits = wishes.edits.filter { $0.hive == hive }
            guard !edits.isEmpty else { continue }
            facts.values.merge(
                try session.withHive(collector.hive(hive), write: false) {
                    edits.reduce(into: [String: RegistryValue]()) { values, edit in
                        values[edit.path] = session.registryValue(edit.name, of: edit.key)
                    }
                }
            ) { $1 }
        }
        facts.paths = Set(
            (Array(wishes.copies.keys) + Array(wishes.texts.keys)).filter { session.status(of: $0) != nil })
    }
}
