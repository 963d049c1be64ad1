internal import ArgumentParser
internal import Estate
internal import LiveMigration
internal import Operations
internal import Store
internal import Terminal

/// `p2v migrate`: one VM to another host while it runs, with what its users noticed.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Move a running VM to another host, and measure what its users notice.",
        discussion: """
            Probes: ping:HOST  dns:HOST/NAME[=ADDRESS]  resolver:HOST/NAME  tcp:HOST:PORT  echo:HOST:PORT
            http://HOST:PORT/PATH; @RATE at the end gives one probe a rate of its own.
            --json prints what happens as JSON lines while it happens; the last line is the report.
            Ctrl-C stops the move; the VM goes on running where it was. One p2v at a time moves VMs of a pool: exit code 4 \
            says who does. A host that was emptied with p2v evacuate takes no VM until p2v return.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: MigrationOptionGroup

    @Argument(help: "The VM.")
    var machine: String

    @Option(help: "The host it shall run on.")
    var to: String?

    @Flag(help: "Follow a move that an earlier p2v began, and see to it that exactly one copy runs.")
    var attach = false

    @Flag(help: "With --attach: a host that does not answer is off for good; you know it.")
    var despiteUnreachable = false

    @Flag(help: "Move it also to a host that is closed for work (p2v evacuate), or of which that is not known.")
    var despiteClosed = false

    @Flag(help: "Check and predict only; exit code 2 when the move could start.")
    var dryRun = false

    @Option(help: "Write the timeline to this file.")
    var svg: String?

    @Option(help: "Write every probe to this file.")
    var csv: String?

    func run() async throws {
        let migrate = try Migrate(in: global.workspace, despiteClosed: despiteClosed)
        guard let to else { return try await followEarlier(migrate) }
        let order = try await options.order(machine, to: to, try global.workspace.openStore())
        if dryRun { return try await preview(migrate, order) }
        let news = MigrationNewsPrinter(lines: global.json)
        let record = try await migrate.run(order) { news.take($0) }
        news.finish()
        try OutputFile.write(record.svg, to: svg)
        try OutputFile.write(record.csv, to: csv)
        print(try text(record), terminator: "")
    }

    func validate() throws {
        guard attach == (to == nil) else { throw ValidationError("give either --to HOST or --attach") }
        guard !attach || !despiteClosed else { throw ValidationError("--despite-closed goes with --to") }
        guard attach || !despiteUnreachable else { throw ValidationError("--despite-unreachable goes with --attach") }
    }

    private func followEarlier(_ migrate: Migrate) async throws {
        let news = MigrationNewsPrinter(lines: global.json)
        let settled = try await migrate.attach(machine, silentIsOff: despiteUnreachable) { news.take($0) }
        news.finish()
        if global.json { return print(try JSONText.line(settled)) }
        for action in settled.actions { print("p2v \(action)") }
        print("\(Sanitised.text(machine)): \(settled.explanation)")
    }

    private func text(_ record: MigrationRecord) throws -> String {
        global.json ? try JSONText.line(record.report) + "\n" : MigrationText.report(record.report)
    }

    private func preview(_ migrate: Migrate, _ order: MigrationOrder) async throws {
        let check = try await migrate.preview(order)
        let preview = MigrationPreview(check)
        print(global.json ? try JSONText.encode(preview) + "\n" : MigrationText.preview(preview), terminator: "")
        throw Exit.Signal(exit: preview.possible ? .changesPending : .refused)
    }
}
