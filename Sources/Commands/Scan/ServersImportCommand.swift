internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Operations
internal import Scanner
internal import Store
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

    private struct Document: Encodable {
        struct Imported: Encodable {
            var file: String
            var start: Moment
            var interval: Double
            var samples: Int
            var observed: Int
        }

        var format = "p2v-servers-import/1"
        var server: String
        var files: [Imported] = []
        /// Of the last 28 days, with all that was known before.
        var coverage: SeriesCoverage
    }

    func validate() throws {
        if let day, CivilDate(day) == nil { throw ValidationError("--day is a date such as 2026-11-25") }
        if let timeZone, ZoneClock(named: timeZone) == nil {
            throw ValidationError("--time-zone is a name such as Europe/Madrid, or +02:00")
        }
    }

    func run() async throws {
        let store = try global.workspace.openStore()
        let profile = try await PlanSources.profiles([server], in: store)[0]
        let reader = try reader(for: profile)
        let format = format.flatMap { HistoryFile.Format(rawValue: $0.rawValue) }
        var document = Document(server: profile.name, coverage: .of([], days: 28))
        // All files are read before any is kept: an import is whole or not at all.
        var read: [UtilisationSeries] = []
        for file in files {
            let series = try await HistorySource(path: file).text { text in
                try reader.series(text, as: format, source: file)
            }
            read.append(series)
            document.files.append(
                Document.Imported(
                    file: file, start: series.start, interval: series.interval, samples: series.samples.count,
                    observed: series.samples.count { $0 != nil }))
        }
        for series in read { try await store.save(series, of: profile.name) }
        document.coverage = .of(try await store.series(of: profile.name).reversed(), days: 28)
        print(global.json ? try JSONText.encode(document) : text(document), terminator: global.json ? "\n" : "")
    }

    private func reader(for profile: ServerProfile) throws -> HistoryFile {
        guard let threads = profile.hardware.processor.value?.threads, let memory = profile.hardware.memoryBytes.value
        else {
            throw Failure(
                "import the history", on: profile.name, because: "its processors or memory are not known",
                next: "scan it again as root", exit: .refused)
        }
        let cards = profile.interfaces.value?.filter { $0.kind == "physical" }.map(\.name) ?? []
        let clock = (timeZone ?? profile.system.timeZone.value).flatMap(ZoneClock.init(named:)) ?? ZoneClock.utc
        return HistoryFile(
            threads: threads, memoryBytes: memory, interfaces: Set(cards),
            sar: SarOptions(
                day: day.flatMap { CivilDate($0) }, dayFirst: dayFirst, stamp: Timestamp(offset: clock.offset)))
    }

    private func text(_ document: Document) -> String {
        var table = Table(["FILE", "FROM", ">INTERVAL", ">SAMPLES", ">GAPS"])
        for file in document.files {
            table.add([
                file.file, file.start.iso, Fixed.duration(file.interval), "\(file.observed)",
                "\(file.samples - file.observed)",
            ])
        }
        let share = Fixed.text(100 * document.coverage.observed, 0)
        return table.text + "\(Sanitised.text(document.server)): \(share) % of the last 28 days observed, "
            + "confidence \(document.coverage.grade.rawValue)\n"
    }
}
