internal import DiskCopying
package import Estate
internal import Foundation
package import ImageStores
package import Pool
package import Shell

/// One server's conversion: what its steps work with.
package struct Conversion: Sendable {
    let server: PlannedServer
    let plan: String
    let profile: ServerProfile
    let pool: any Pool
    let images: any ImageStore
    let source: SourceServer
    let journal: any Journal
    let checkpoints: CheckpointFolder
    let options: ConversionOptions
    let report: ProgressReport
    let sessions = CopySessions()

    /// - Parameters:
    ///   - plan: the plan's name, kept with the VM.
    ///   - images: the files of the SR that the plan names.
    ///   - checkpoints: a folder where copies keep how far they came.
    package init(
        server: PlannedServer, plan: String, profile: ServerProfile, pool: any Pool, images: any ImageStore,
        connection: SSHConnection, journal: any Journal, checkpoints: String, options: ConversionOptions,
        report: @escaping ProgressReport
    ) {
        self.server = server
        self.plan = plan
        self.profile = profile
        self.pool = pool
        self.images = images
        self.source = SourceServer(connection: connection)
        self.journal = journal
        self.checkpoints = CheckpointFolder(path: checkpoints)
        self.options = options
        self.report = report
    }

    /// The run's name in the journal.
    package static func run(of server: String) -> String { "convert/\(server)" }

    /// The steps, in order.
    package func steps() -> [Step] {
        [prepare, copy, catchUp, cutOver, adapt, publish, define, switchSourceOff, boot, prove]
    }

    /// The name under which an image is written until it is whole.
    func part(_ disk: PlannedDisk) -> String { disk.image + ".part" }

    func failure(_ attempted: String, _ because: String, _ next: String, exit: Exit = .error) -> Failure {
        Failure(attempted, on: server.server, because: because, next: next, exit: exit)
    }
}

/// What the operator chose.
package struct ConversionOptions: Sendable, Hashable {
    /// Leave the source running. Only where the VM cannot meet it: an isolated network.
    package var keepSource: Bool
    /// Seconds until the started VM must have answered every probe.
    package var bootSeconds: Int
    /// Keep the copies warm until then, and stop the service no earlier.
    package var cutOverAt: Moment?
    /// Seconds that the last pass may be expected to take without the service; nil for any.
    package var longestOutage: Double?

    package init(
        keepSource: Bool = false, bootSeconds: Int = 600, cutOverAt: Moment? = nil, longestOutage: Double? = nil
    ) {
        self.keepSource = keepSource
        self.bootSeconds = bootSeconds
        self.cutOverAt = cutOverAt
        self.longestOutage = longestOutage
    }
}
