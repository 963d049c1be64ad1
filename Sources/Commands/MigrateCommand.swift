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
            Ctrl-C stops the move; the VM goes on running where it was.
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

    @Flag(help: "Check and predict only; exit code 2 when the move could start.")
    var dryRun = false

    @Option(help: "Write the timeline to this file.")
    var svg: String?

    @Option(help: "Write every probe to this file.")
    var csv: String?

    func run() async throws {
        let store = try global.workspace.openStore()
        let setup = try MigrationSetup(global, store)
        guard let to else { return try await followEarlier(setup) }
        let order = try await options.order(machine, to: to, store)
        if dryRun { return try await preview(setup, order) }
        let news = MigrationNewsPrinter(lines: global.json)
        let record = try await setup.migration.run(order) { news.take($0) }
        news.finish()
        try await store.save(record.report)
        try OutputFile.write(record.svg, to: svg)
        try OutputFile.write(record.csv, to: csv)
        print(try text(record), terminator: "")
    }

    func validate() throws {
        guard attach == (to == nil) else { throw ValidationError("give either --to HOST or --attach") }
        guard attach || !despiteUnreachable else { throw ValidationError("--despite-unreachable goes with --attach") }
    }

    private func followEarlier(_ setup: MigrationSetup) async throws {
        let news = MigrationNewsPrinter(lines: global.json)
        let settled = try await setup.migration.attach(machine, silentIsOff: despiteUnreachable) { news.take($0) }
        news.finish()
        if global.json { return print(try JSONText.line(settled)) }
        for action in settled.actions { print("p2v \(action)") }
        print("\(Sanitised.text(machine)): \(settled.explanation)")
    }

    private func text(_ record: MigrationRecord) throws -> String {
        global.json ? try JSONText.line(record.report) + "\n" : MigrationText.report(record.report)
    }

    private func preview(_ setup: MigrationSetup, _ order: MigrationOrder) async throws {
        let check = try await setup.migration.preflight(order)
        let preview = MigrationPreview(check)
        print(global.json ? try JSONText.encode(preview) + "\n" : MigrationText.preview(preview), terminator: "")
        throw Exit.Signal(exit: preview.possible ? .changesPending : .refused)
    }
}
