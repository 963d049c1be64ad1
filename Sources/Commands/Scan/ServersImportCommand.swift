internal import ArgumentParser
internal import Estate
internal import Operations
internal import Scanner
internal import Terminal

/// `p2v servers import NAME FILE…`: a past that somebody else has kept.
struct ServersImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import load that was recorded elsewhere: sar's text, sa files, sadf -d, pmrep -o csv, CSV.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case sar, sadf, pmrep, csv }

    @Argument(help: "The server's name, as p2v servers list shows it.")
    var server: String

    @Argument(help: "Files; - is standard input.")
    var files: [String]

    @Option(help: "sar, sadf, pmrep or csv; found out by the first line when absent.")
    var format: Format?

    @Option(help: "The zone of times that name none: Europe/Madrid, or +02:00; the server's own when absent.")
    var timeZone: String?

    @Option(help: "The day of sar's text that has no head line: 2026-11-25.")
    var day: String?

    @Flag(help: "Dates are 25/11/2026 and not 11/25/2026.")
    var dayFirst = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let day, CivilDate(day) == nil { throw ValidationError("--day is a date such as 2026-11-25") }
        if let timeZone, ZoneClock(named: timeZone) == nil {
            throw ValidationError("--time-zone is a name such as Europe/Madrid, or +02:00")
        }
    }

    func run() async throws {
        let request = HistoryImport.Request(
            server: server, files: files, format: format.flatMap { HistoryFile.Format(rawValue: $0.rawValue) },
            zone: timeZone.flatMap(ZoneClock.init(named:)), day: day.flatMap { CivilDate($0) }, dayFirst: dayFirst)
        let done = try await HistoryImport(request, in: global.workspace)
        print(global.json ? try JSONText.encode(done) : done.text, terminator: global.json ? "\n" : "")
    }
}
