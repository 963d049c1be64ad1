internal import ArgumentParser
internal import Estate
internal import LiveMigration
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
            Ctrl-C stops the move; the VM goes on running where it was.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: MigrationOptionGroup

    @Argument(help: "The VM.")
    var machine: String

    @Option(help: "The host it shall run on.")
    var to: String

    @Flag(help: "Check and predict only; exit code 2 when the move could start.")
    var dryRun = false

    @Flag(help: "Print what happens as JSON lines while it happens; the last line is the report.")
    var events = false

    @Option(help: "Write the timeline to this file.")
    var svg: String?

    @Option(help: "Write every probe to this file.")
    var csv: String?

    func run() async throws {
        let store = try global.openStore()
        let setup = try MigrationSetup(global, store)
        let order = try await options.order(machine, to: to, store)
        if dryRun { return try await preview(setup, order) }
        let news = MigrationNewsPrinter(lines: events, quiet: global.json)
        let record = try await setup.migration.run(order) { news.take($0) }
        news.finish()
        try await store.save(record.report)
        try OutputFile.write(record.svg, to: svg)
        try OutputFile.write(record.csv, to: csv)
        print(try text(record), terminator: "")
    }

    private func text(_ record: MigrationRecord) throws -> String {
        if events { return try JSONText.line(record.report) + "\n" }
        return global.json ? try JSONText.encode(record.report) + "\n" : MigrationText.report(record.report)
    }

    private func preview(_ setup: MigrationSetup, _ order: MigrationOrder) async throws {
        let check = try await setup.migration.preflight(order)
        let preview = MigrationPreview(check)
        print(global.json ? try JSONText.encode(preview) + "\n" : MigrationText.preview(preview), terminator: "")
        throw Exit.Signal(exit: preview.possible ? .changesPending : .refused)
    }
}
