internal import Backup
package import Estate
internal import Foundation
internal import Terminal

/// The operator's policy of backups, `p2v-backup-policy/1`.
package struct BackupPolicyFile: Codable, Sendable, Plausible {
    package static let format = "p2v-backup-policy/1"

    /// Some VMs, and where their points go.
    package struct Entry: Codable, Sendable, Hashable, Plausible {
        /// Names, or patterns with `*`, `?` and `[…]`.
        package var vms: [String]
        /// VMs that the patterns mean and that are left out.
        package var except: [String]?
        package var to: String
        /// Which points stay; nil: all.
        package var keep: Keep?
        /// Repositories that get a copy of the points.
        package var copies: [Place]?
        /// Hours that the newest point may be old.
        package var pointHours: Double?

        package var flaw: Flaw? {
            if vms.isEmpty { return Flaw("vms", "names none") }
            if let path = ([to] + (copies ?? []).map(\.to)).first(where: { !$0.hasPrefix("/") }) {
                return Flaw("to", "is \(path), no absolute path")
            }
            return Flaw.twice("copies", ["\(to)"] + (copies ?? []).map(\.to))
                ?? Flaw.first(.init("pointHours", pointHours, 0.1...87_600))
        }

        func means(_ vm: String) -> Bool {
            vms.contains { fnmatch($0, vm, 0) == 0 } && !(except ?? []).contains { fnmatch($0, vm, 0) == 0 }
        }

        package static let usualPointHours = 26.0
    }

    package struct Place: Codable, Sendable, Hashable {
        package var to: String
        package var keep: Keep?
    }

    package struct Keep: Codable, Sendable, Hashable, Plausible {
        package var last, daily, weekly, monthly: Int?

        package var flaw: Flaw? {
            if retention.keepsNothing { return Flaw(nil, "keeps no point") }
            return Flaw.first(
                .init("last", last, 0...100_000), .init("daily", daily, 0...100_000),
                .init("weekly", weekly, 0...100_000), .init("monthly", monthly, 0...100_000))
        }

        var retention: Retention {
            Retention(last: last ?? 0, daily: daily ?? 0, weekly: weekly ?? 0, monthly: monthly ?? 0)
        }
    }

    package struct Prove: Codable, Sendable, Hashable, Plausible {
        package var share: Double?
        package var atMost: Int?
        package var everyDays: Double?
        package var limitSeconds: Int?

        package var flaw: Flaw? {
            Flaw.first(
                .init("share", share, 0...1), .init("everyDays", everyDays, 0.01...3650),
                .init("atMost", atMost.map(Double.init), 1...100_000),
                .init("limitSeconds", limitSeconds.map(Double.init), 1...86_400))
        }
    }

    package var format: String
    package var backups: [Entry]
    /// VMs that need no backup: `check` misses no others.
    package var without: [String]?
    package var prove: Prove?
    /// How a VM's start is proved, by its name; others: a login prompt on the serial console.
    package var proofs: [String: PointWish]?
    /// A plan whose proofs are asked for its servers.
    package var plan: String?
    /// A folder of the hosts for what guests overwrite meanwhile.
    package var scratch: String?
    /// Hours that all of a night's backup may take.
    package var limitHours: Double?

    var usedHours: Double { limitHours ?? 4 }

    package init(reading path: String) throws {
        let text = try TextFile.read(path, to: "read the backup policy", next: "name another file")
        self = try YAMLText.decode(Self.self, from: text, source: path, format: Self.format)
    }

    package var flaw: Flaw? {
        if format != Self.format { return Flaw("format", "is \(format); this p2v reads \(Self.format)") }
        if backups.isEmpty { return Flaw("backups", "names none") }
        if let place = repositories.first(where: { Set(keeps(of: $0)).count > 1 }) {
            return Flaw(
                "keep",
                "is said in two ways for \(place), which is pruned as a whole: say the same everywhere, or use two repositories"
            )
        }
        return Flaw.first(.init("limitHours", limitHours, 0.01...168))
    }

    /// All repositories, each once.
    package var repositories: [String] {
        var seen: Set<String> = []
        return backups.flatMap { [$0.to] + ($0.copies ?? []).map(\.to) }.filter { seen.insert($0).inserted }
    }

    /// What each mention of a repository says of its points; nil: all stay.
    func keeps(of place: String) -> [Keep?] {
        backups.flatMap { entry in [(entry.to, entry.keep)] + (entry.copies ?? []).map { ($0.to, $0.keep) } }
            .filter { $0.0 == place }.map(\.1)
    }

    /// Files that it names.
    package var files: [String] { plan.map { [$0] } ?? [] }

    func leavesOut(_ vm: String) -> Bool { (without ?? []).contains { fnmatch($0, vm, 0) == 0 } }

    /// The VMs that an entry means, and those of its names that mean none.
    static func chosen(_ entry: Entry, from names: [String]) -> (vms: [String], missing: [String]) {
        let missing = entry.vms.filter { pattern in !names.contains { fnmatch(pattern, $0, 0) == 0 } }
        return (names.filter(entry.means), missing)
    }
}
