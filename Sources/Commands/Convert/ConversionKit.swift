internal import Converter
internal import Estate
internal import Foundation
internal import ImageStores
internal import Operations
internal import Pool
internal import Shell
internal import Store

/// What conversions are made with: the store, the pool, the SRs, and a folder for what must survive a crash.
struct ConversionKit {
    let store: Store
    let pool: any Pool
    private let global: GlobalOptions
    let plan: String
    private let folder: String

    init(global: GlobalOptions, plan: String) throws {
        store = try global.workspace.openStore()
        self.global = global
        pool = try global.workspace.openPool()
        self.plan = URL(fileURLWithPath: plan).lastPathComponent
        folder =
            URL(fileURLWithPath: global.storePath).deletingLastPathComponent().appendingPathComponent("convert").path
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
        let storage = try await global.workspace.completeConfiguration(pool).storage
        guard let repository = storage.first(where: { $0.name == server.storage }) else {
            throw Failure(
                "use the SR \(server.storage)", on: server.server, because: "the pool has no SR of this name",
                next: "name one of: \(storage.map(\.name).joined(separator: ", "))", exit: .refused)
        }
        return Conversion(
            server: server, plan: plan, profile: profile, pool: pool,
            images: try await ImageStores.open(url: repository.url),
            connection: SSHConnection(try SSHAddress(server.address)), journal: store, checkpoints: folder,
            options: options, report: report)
    }

    func lease(of server: String) throws -> Lease {
        try Lease(path: "\(folder)/\(server).lock", on: server)
    }
}
