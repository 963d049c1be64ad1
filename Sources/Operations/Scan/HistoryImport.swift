package import Estate
package import Scanner
internal import Store
internal import Terminal

/// A past that somebody else has kept, into the store: the document `p2v-servers-import/1`.
package struct HistoryImport: Encodable, Sendable {
    /// What is asked for.
    package struct Request: Sendable {
        package var server: String
        /// Files; `-` is standard input.
        package var files: [String]
        /// Found out by the first line when nil.
        package var format: HistoryFile.Format?
        /// The zone of times that name none; the server's own when nil.
        package var zone: ZoneClock?
        /// The day of sar's text that has no head line.
        package var day: CivilDate?
        package var dayFirst: Bool

        package init(
            server: String, files: [String], format: HistoryFile.Format? = nil, zone: ZoneClock? = nil,
            day: CivilDate? = nil, dayFirst: Bool = false
        ) {
            (self.server, self.files, self.format) = (server, files, format)
            (self.zone, self.day, self.dayFirst) = (zone, day, dayFirst)
        }
    }

    package struct Imported: Encodable, Sendable {
        package var file: String
        package var start: Moment
        package var interval: Double
        package var samples: Int
        package var observed: Int
        package var rows: HistoryRows
    }

    package let format = "p2v-servers-import/1"
    package let server: String
    package private(set) var files: [Imported] = []
    /// Of the last 28 days, with all that was known before.
    package let coverage: SeriesCoverage

    /// Reads all files before any is kept: an import is whole or not at all.
    package init(_ request: Request, in workspace: Workspace) async throws {
        let store = try workspace.openStore()
        let profile = try await PlanSources.profiles([request.server], in: store, to: "import its past")[0]
        let reader = try Self.reader(for: profile, request)
        var read: [UtilisationSeries] = []
        var files: [Imported] = []
        for file in request.files {
            let (series, rows) = try await HistorySource(path: file).text { text in
                try reader.read(text, as: request.format, source: file)
            }
            read.append(series)
            files.append(
                Imported(
                    file: file, start: series.start, interval: series.interval, samples: series.samples.count,
                    observed: series.samples.count { $0 != nil }, rows: rows))
        }
        for series in read { try await store.save(series, of: profile.name) }
        server = profile.name
        self.files = files
        coverage = .of(try await store.series(of: profile.name).reversed(), days: 28)
    }

    private static func reader(for profile: ServerProfile, _ request: Request) throws -> HistoryFile {
        guard let threads = profile.hardware.processor.value?.threads, let memory = profile.hardware.memoryBytes.value
        else {
            throw Failure(
                "import the history", on: profile.name, because: "its processors or memory are not known",
                next: "scan it again as root", exit: .refused)
        }
        let cards = profile.interfaces.value?.filter { $0.kind == "physical" }.map(\.name) ?? []
        let zone = request.zone ?? profile.system.timeZone.value.flatMap(ZoneClock.init(named:)) ?? ZoneClock.utc
        return HistoryFile(
            threads: threads, memoryBytes: memory, interfaces: Set(cards),
            sar: SarOptions(
                day: request.day, dayFirst: request.dayFirst, stamp: Timestamp { local in zone.offset(local) }))
    }
}
