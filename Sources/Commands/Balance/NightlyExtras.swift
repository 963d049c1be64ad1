internal import ArgumentParser
internal import Foundation
internal import Operations

/// What a night does besides balancing; `nightly install` passes it on.
struct NightlyExtras: ParsableArguments {
    @Option(help: "Scan the servers of this inventory anew; may be repeated.")
    var scan: [String] = []

    @Option(help: "Bring warm copies up to date: a file with the words of one `p2v sync` a line, SOURCE TARGET.")
    var sync: String?

    @Option(help: "Minutes that one scan or warm copy may take; it is ended then, and the night fails.")
    var refreshMinutes = NightRefresh.usualLimit

    @Option(help: "A policy of backups (see p2v backup run): they are made after the moves.")
    var backup: String?

    func validate() throws {
        guard (1...1440).contains(refreshMinutes) else { throw ValidationError("--refresh-minutes is 1 to 1440") }
    }

    func refresh(store: String) -> NightRefresh {
        NightRefresh(inventories: scan, copies: sync, store: store, limit: .seconds(refreshMinutes * 60))
    }

    var backupPolicy: String? { backup.map { URL(fileURLWithPath: $0).path } }

    var files: [String] { scan + (sync.map { [$0] } ?? []) }

    /// The same options again, with whole paths.
    var words: [String] {
        let whole = { URL(fileURLWithPath: $0).path }
        return scan.flatMap { ["--scan", whole($0)] } + (sync.map { ["--sync", whole($0)] } ?? [])
            + (refreshMinutes == NightRefresh.usualLimit ? [] : ["--refresh-minutes", "\(refreshMinutes)"])
            + (backupPolicy.map { ["--backup", $0] } ?? [])
    }
}
