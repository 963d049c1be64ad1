package import Estate
package import ImageStores
package import Pool
package import SourceControl

/// One server's conversion: what its steps work with.
package struct Conversion: Sendable {
    let server: PlannedServer
    let plan: String
    let profile: ServerProfile
    let pool: any Pool
    /// The SR that the plan names.
    let images: any ImageStore
    let source: any SourceServer
    let options: ConversionOptions
    let tools: ConversionTools
    let gate: CutOverGate
    let report: ProgressReport
    let open = OpenImages()

    /// - Parameters:
    ///   - plan: the plan's name, kept with the VM.
    ///   - images: the files of the SR that the plan names.
    ///   - gate: says when the service may be stopped.
    package init(
        server: PlannedServer, plan: String, profile: ServerProfile, pool: any Pool, images: any ImageStore,
        source: any SourceServer, options: ConversionOptions, tools: ConversionTools, gate: CutOverGate = .open,
        report: @escaping ProgressReport = { _ in }
    ) {
        self.server = server
        self.plan = plan
        self.profile = profile
        self.pool = pool
        self.images = images
        self.source = source
        self.options = options
        self.tools = tools
        self.gate = gate
        self.report = report
    }

    /// The run's name in the journal.
    package static func run(of server: String) -> String { "convert/\(server)" }

    /// From its begin to the end of the last step the service is away.
    package static let firstStepWithoutService = ResumeRule.cutOver

    /// It runs as a VM, and has proved it.
    package static func isDone(_ state: RunState) -> Bool { state.finished.contains(proof) }

    static let proof = "prove"

    /// The steps, in order.
    package func steps() -> [Step] {
        [prepare, copy, catchUp, cutOver, adapt, publish, define, startApart, switchSourceOff, boot, prove]
    }

    /// Gives back what is still held: leases and connections. Images stay as they are.
    package func close() async { await open.closeAll() }

    /// The name under which an image is written until it is whole.
    func part(_ disk: PlannedDisk) -> String { disk.image + ".part" }

    func failure(_ attempted: String, _ because: String, _ next: String, exit: Exit = .error) -> Failure {
        Failure(attempted, on: server.server, because: because, next: next, exit: exit)
    }

    static func text(_ seconds: Double) -> String { String(Double(Int(seconds * 10)) / 10) }
}
