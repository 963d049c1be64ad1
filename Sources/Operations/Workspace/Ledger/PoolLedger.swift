package import Estate
internal import Foundation
internal import ImageStores
internal import Logging

/// # PoolLedger: what a pool itself remembers
///
/// Every p2v that is given the same pool file sees the same marks, moves and host pages and takes the same lease,
/// whichever user, store, machine or systemd unit runs it.
///
/// ```
/// pool file ─ state:, or the default SR ─→ PLACE/.p2v/ ┬ mark-HOST.json      closed for work, until it is opened
///                                                      ├ host-HOST.json      what the host ran
///                                                      ├ moves-DAY-RUN.json  moves of one run
///                                                      ├ place.json          tells this place from another one
///                                                      └ moves.lease         who moves or starts VMs now
/// ```
/// Whatever cannot be read is thrown, never taken for empty.
package struct PoolLedger: Sendable {
    /// Seconds that moves are remembered: longer than a host stays closed.
    static let memory = 400 * 86_400.0

    /// Where it is, for messages.
    package let place: String
    let folder: LedgerFolder
    let workspace: Workspace
    private let files: MoveFiles
    let carried: CarriedState

    init(on store: any ImageStore, workspace: Workspace, carried: CarriedState) {
        place = store.url
        self.workspace = workspace
        self.carried = carried
        folder = LedgerFolder(on: store, makeID: workspace.makeID)
        files = MoveFiles(folder: folder, run: workspace.makeID())
    }

    /// The workspace's clock.
    package func now() -> Moment { workspace.now() }

    // MARK: Marks

    /// Hosts that are closed for work, by their name.
    package func marks() async throws -> [MaintenanceMark] {
        var marks: [MaintenanceMark] = []
        for name in try await folder.names(LedgerName.marks) {
            // One that was opened since it was listed is gone.
            if let mark = try await folder.read(MaintenanceMark.self, name) { marks.append(mark) }
        }
        let known = Set(marks.map(\.host))
        marks += try await carried.marks().filter { !known.contains($0.host) }
        return marks.sorted { $0.host < $1.host }
    }

    package func closedHosts() async throws -> Set<String> { Set(try await marks().map(\.host)) }

    /// Closes a host; one that is closed keeps its first mark.
    package func close(_ host: String, because why: String) async throws {
        let name = LedgerName.mark(host)
        guard try await folder.read(MaintenanceMark.self, name) == nil else { return }
        try await folder.write(
            MaintenanceMark(host: host, since: workspace.now(), by: workspace.who, why: why), name)
    }

    package func open(_ host: String) async throws {
        try await folder.remove(LedgerName.mark(host))
        try await carried.open(host)
    }

    // MARK: Moves

    /// Moves that were begun or made since `start`, oldest first.
    package func moves(since start: Moment) async throws -> [PoolMove] {
        var moves: [PoolMove] = []
        // A move may be made on the day after it was begun.
        let first = LedgerName.day(start) - 1
        for name in try await folder.names(LedgerName.moves) where (LedgerName.day(ofMoves: name) ?? .max) >= first {
            moves += try await folder.read([PoolMove].self, name) ?? []
        }
        return moves.filter { ($0.madeAt ?? $0.begunAt) >= start }.sorted { $0.begunAt < $1.begunAt }
    }

    /// Writes down that a move begins, or, with the same VM, run and beginning, that it was made. Durable when it
    /// returns.
    package func note(_ move: PoolMove) async throws { try await files.note(move) }

    // MARK: Host pages

    /// What the host ran when it was last seen; nil when no run has seen it.
    package func page(of host: String) async throws -> HostPage? {
        if let page = try await folder.read(HostPage.self, LedgerName.page(host)) { return page }
        return try await carried.page(of: host)
    }

    /// Keeps these pages; one that says nothing new is not written again.
    package func keep(_ pages: [HostPage]) async throws {
        for page in pages {
            let name = LedgerName.page(page.host)
            if let last = try await folder.read(HostPage.self, name), last.says(as: page) { continue }
            try await folder.write(page, name)
        }
    }

    // MARK: Age

    /// Forgets moves that are older than ``memory``, and what killed runs left half written.
    package func prune() async throws {
        let now = workspace.now()
        let oldest = LedgerName.day(Moment(seconds: now.seconds - Self.memory))
        for name in try await folder.names(LedgerName.moves) where (LedgerName.day(ofMoves: name) ?? .max) < oldest {
            try await folder.remove(name)
        }
        try await folder.removeLeftovers(before: Moment(seconds: now.seconds - 86_400))
    }
}
