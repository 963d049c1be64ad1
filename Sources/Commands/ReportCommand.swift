internal import ArgumentParser
internal import Operations

/// `p2v report`: everything that was scanned, as one page that people can mail.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write what was scanned as one HTML page, a CSV, or a folder of YAML and CSV files.")

    @Option(
        name: [.short, .long],
        help: "Where to write: page.html, servers.csv, or a folder: one YAML a server, one CSV a table.")
    var output: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let count = try await ScanReport.write(to: output, in: global.workspace)
        print("\(count) servers written to \(output)")
    }
}
