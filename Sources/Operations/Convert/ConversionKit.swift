internal import Converter
internal import DiskCopying
internal import Estate
internal import Foundation
internal import Logging
internal import ImageStores
internal import Pool
internal import Shell
internal import SourceControl
internal import Store

/// What conversions are made with: the journal, the profiles, how one server's conversion is put together, and a folder for
/// the leases of runs.
struct ConversionKit: Sendable {
    typealias Make =
        @Sendable (PlannedServer, ConversionOptions, CutOverGate, @escaping ProgressReport) async throws ->
        Conversion

    let journal: any Journal
    /// All servers that were scanned.
    let profiles: @Sendable () async throws -> [ServerProfile]
    /// The records of every conversion so far.
    let pastRuns: @Sendable () async throws -> [[JournalRecord]]
    let make: Make
    let folder: String

    /// - Parameter limit: to which all copies together keep.
    init(_ workspace: Workspace, plan: String, limit: RateLimit? = nil) throws {
        // One for all servers of the run: they share it.
        let limiter = limit.map { [now = workspace.now] limit in
            RateLimiter(limit: { limit.bytesPerSecond(at: now()) })
        }
        let (store, pool) = (try workspace.openStore(), try workspace.openPool())
        let folder = URL(fileURLWithPath: workspace.storePath).deletingLastPathComponent()
            .appendingPathComponent("convert").path
        self.init(
            journal: store, profiles: { try await store.profiles() }, pastRuns: { try await Self.pastRuns(in: store) },
            make: { server, options, gate, report in
                try await Self.conversion(
                    of: server, plan: plan, in: workspace, store, pool, options: options, gate: gate,
                    limiter: limiter, consoleFile: "\(folder)/\(server.server).console", report: report)
            }, folder: folder)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    init(
        journal: any Journal, profiles: @escaping @Sendable () async throws -> [ServerProfile],
        pastRuns: @escaping @Sendable () async throws -> [[JournalRecord]], make: @escaping Make, folder: String
    ) {
        self.journal = journal
        self.profiles = profiles
        self.pastRuns = pastRuns
        self.make = make
        self.folder = folder
    }

    func lease(of server: String) throws -> ServerLease {
        try ServerLease(path: "\(folder)/\(server).lock", on: server)
    }

    /// Another p2v works on it.
    func isWorkedOn(_ server: String) throws(Failure) -> Bool {
        try ServerLease.isHeld(path: "\(folder)/\(server).lock", on: server)
    }

    static func pastRuns(in store: Store) async throws -> [[JournalRecord]] {
        var all: [[JournalRecord]] = []
        for run in try await store.runs() where run.name.hasPrefix(Conversion.run(of: "")) {
            all.append(try await store.records(of: run.name))
        }
        return all
    }

    private static func conversion(
        of server: PlannedServer, plan: String, in workspace: Workspace, _ store: Store, _ pool: any Pool,
        options: ConversionOptions, gate: CutOverGate, limiter: RateLimiter?, consoleFile: String,
        report: @escaping ProgressReport
    ) async throws -> Conversion {
        guard let profile = try await store.profile(named: server.server) else {
            throw Failure(
                "convert", on: server.server, because: "it was never scanned",
                next: "scan it first: p2v scan \(server.address)", exit: .refused)
        }
        let storage = try await workspace.completeConfiguration(pool).storage
        guard let repository = storage.first(where: { $0.name == server.storage }) else {
            throw Failure(
                "use the SR \(server.storage)", on: server.server, because: "the pool has no SR of this name",
                next: "name one of: \(storage.map(\.name).joined(separator: ", "))", exit: .refused)
        }
        let connection = SSHConnection(try SSHAddress(server.address))
        let tools = ConversionTools.real(
            connection, profile: profile, memoryMiB: server.memoryMiB, limiter: limiter, consoleFile: consoleFile,
            report: report, tell: { [log = workspace.log] in log.notice("\($0)") })
        return Conversion(
            server: server, plan: plan, profile: profile, pool: pool,
            images: try await ImageStores.open(url: repository.url),
            source: SSHSourceServer(connection, now: tools.seconds, sleep: tools.sleep), options: options, tools: tools,
            gate: gate, report: report)
    }
}
