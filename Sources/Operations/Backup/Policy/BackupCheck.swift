internal import Backup
internal import Pool
package import Estate
internal import Terminal

/// Is every VM as well protected as the policy wants? The document `p2v-backup-check/1`.
package struct BackupCheck: Sendable, Encodable {
    struct Row: Sendable, Encodable {
        var vm: String
        /// Nil: no entry of the policy means it.
        var repository: String?
        /// Hours since the newest point, and days since the newest proof that came.
        var pointHours: Double?
        var proofDays: Double?
        var missed: [String]
    }

    private(set) var format = "p2v-backup-check/1"
    var policy: String
    var rows: [Row] = []
    /// Hosts that did not answer: whether their VMs are protected is not known.
    var silent: [String] = []

    package init(policy path: String, in workspace: Workspace) async throws {
        let policy = try BackupPolicyFile(reading: path)
        self.policy = path
        let pool = try workspace.openLibvirtPool(to: "check the backups")
        let machines = try await pool.machines()
        silent = await pool.silences().map { "\($0.subject): \($0.because)" }
        let vms = Dictionary(machines.map { ($0.uuid, $0.name) }, uniquingKeysWith: { first, _ in first })
        look(policy, vms, workspace.now())
    }

    /// Before anything was looked at.
    init(empty policy: BackupPolicyFile) { self.policy = policy.format }

    /// - Parameter vms: names by UUID.
    mutating func look(_ policy: BackupPolicyFile, _ vms: [String: String], _ now: Moment) {
        var known: [String: Result<[String: BackupGoals.Held], any Error>] = [:]
        for place in policy.repositories { known[place] = Result { try Self.held(in: place) } }
        for (uuid, vm) in vms.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) where !policy.leavesOut(vm) {
            let entries = policy.backups.filter { $0.means(vm) }
            if entries.isEmpty { rows.append(Row(vm: vm, missed: ["no entry of the policy means it"])) }
            for entry in entries {
                let goals = BackupGoals(
                    pointHours: entry.pointHours ?? BackupPolicyFile.Entry.usualPointHours,
                    proofDays: policy.prove?.everyDays)
                for (place, proves) in [(entry.to, true)] + (entry.copies ?? []).map({ ($0.to, false) }) {
                    rows.append(Self.row(vm, uuid, place, known[place], goals, proves, now))
                }
            }
        }
        for entry in policy.backups {
            for name in BackupPolicyFile.chosen(entry, from: Array(vms.values)).missing {
                rows.append(
                    Row(vm: name, repository: entry.to, missed: ["no host that answers knows a VM of that name"]))
            }
        }
    }

    private static func row(
        _ vm: String, _ uuid: String, _ place: String, _ known: Result<[String: BackupGoals.Held], any Error>?,
        _ goals: BackupGoals, _ proves: Bool, _ now: Moment
    ) -> Row {
        var row = Row(vm: vm, repository: place, missed: [])
        switch known {
        case .none: row.missed = ["its repository was not read"]
        case .failure(let error):
            row.missed = ["its repository cannot be read: \((error as? Failure)?.because ?? "\(error)")"]
        case .success(let all):
            let held = all[uuid.lowercased()] ?? BackupGoals.Held(point: nil, proof: .untried)
            row.missed = goals.missed(held, proves: proves, now: now)
            row.pointHours = held.point?.value.map { (now.seconds - $0.seconds) / 3600 }
            if case .proved(let proof) = held.proof { row.proofDays = (now.seconds - proof.at.seconds) / 86_400 }
        }
        return row
    }

    /// By UUID.
    static func held(in place: String) throws -> [String: BackupGoals.Held] {
        let repository = try BackupRepository(place)
        let proofs = Dictionary(grouping: try repository.proofs()) { $0.uuid.lowercased() }
        let points = Dictionary(grouping: try repository.entries().filter { $0.manifest != nil }) {
            $0.place.uuid.lowercased()
        }
        return Dictionary(
            uniqueKeysWithValues: Set(proofs.keys).union(points.keys).map { uuid in
                let newest = points[uuid]?.max { $0.place.time < $1.place.time }?.manifest
                let point: Observed<Moment>? =
                    switch newest {
                    case .none: nil
                    case .known(let manifest): .known(manifest.takenAt)
                    case .unknown(let reason): .unknown(because: reason)
                    }
                return (uuid, BackupGoals.Held(point: point, proof: ProofState(proofs[uuid]?.last?.proof)))
            })
    }

    package var exit: Exit {
        if rows.contains(where: { !$0.missed.isEmpty }) { return .unproved }
        return silent.isEmpty ? .done : .partly
    }

    package var text: String {
        var table = Table(["VM", "REPOSITORY", ">POINT", ">PROVED", "MISSED"])
        for row in rows {
            table.add([
                row.vm, row.repository ?? "-", row.pointHours.map(BackupGoals.age) ?? "-",
                row.proofDays.map { BackupGoals.age($0 * 24) } ?? "-", row.missed.joined(separator: "; "),
            ])
        }
        let lines = silent.map { "not known: \($0)" }
        return (rows.isEmpty ? "no VMs\n" : table.text(width: 150)) + lines.map { Sanitised.line($0) + "\n" }.joined()
    }
}
