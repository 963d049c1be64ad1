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

/// What conversions are made with: the store, the pool, the SRs, and a folder for the leases of runs.
struct ConversionKit {
    let store: Store
    private let pool: any Pool
    private let workspace: Workspace
    private let plan: String
    private let folder: String

    init(_ workspace: Workspace, plan: String) throws {
        store = try workspace.openStore()
        pool = try workspace.openPool()
        self.workspace = workspace
        self.plan = plan
        folder =
            URL(fileURLWithPath: workspace.storePath).deletingLastPathComponent().appendingPathComponent("convert").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    func conversion(
        of server: PlannedServer, options: ConversionOptions, report: @escaping ProgressReport
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
            connection, profile: profile, memoryMiB: server.memoryMiB, report: report,
            tell: { [log = workspace.log] in log.notice("\($0)") })
        return Conversion(
            server: server, plan: plan, profile: profile, pool: pool,
            images: try await ImageStores.open(url: repository.url),
            source: SSHSourceServer(connection, now: tools.seconds, sleep: tools.sleep), options: options, tools: tools,
            report: report)
    }

    func lease(of server: String) throws -> ServerLease {
        try ServerLease(path: "\(folder)/\(server).lock", on: server)
    }
}
