internal import ArgumentParser
internal import Operations

/// `p2v report`: everything that was scanned, as one page that people can mail.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write what was scanned as one HTML page, a workbook, a CSV, or a folder of YAML and CSV files.")

    @Option(
        name: [.short, .long],
        help: "Where to write: page.html, room.xlsx, servers.csv, or a folder: one YAML a server, one CSV a table.")
    var output: String

    @Option(help: "For whom the report is, in its head.")
    var customer: String?

    @Flag(help: "Replace names, addresses, MACs and serial numbers, so that it can be shared.")
    var anonymous = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let report = ScanReport(to: output, customer: customer, anonymous: anonymous)
        let count = try await report.write(in: global.workspace)
        print("\(count) servers written to \(output)")
    }
}
