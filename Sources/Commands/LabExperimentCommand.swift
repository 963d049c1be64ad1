internal import ArgumentParser
internal import Estate
internal import LiveMigration
internal import Operations
internal import Pool
internal import Probes
internal import Store
internal import Terminal

/// `p2v lab experiment`: the reference experiment with a table at its end.
struct LabExperimentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiment",
        abstract: "Move the DNS VM back and forth with several memory sizes, and count what its users lose.",
        discussion: "Run it in the lab's console: p2v lab exec p2v lab experiment")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: MigrationOptionGroup
    @OptionGroup var subject: ExperimentOptions

    @Option(help: "Memory sizes in MiB.")
    var memory = "512,1024"

    @Option(help: "What the VM does: idle, dns:RATE, writer:RATE, writer:RATE/SET (MiB/s into MiB); a list.")
    var load = "idle"

    @Option(help: "Settings to compare: p2v, late (no early announcement), libvirt (its defaults); a list.")
    var settings = "p2v"

    @Option(help: "Moves in each direction for each size, load and settings.")
    var times = 5

    @Option(help: "Write one line for each move to this file.")
    var csv: String?

    @Option(
        help: ArgumentHelp(
            "Write pictures: the timeline of the last move of each size to FILE-SIZE.svg, all total times to "
                + "FILE-total.svg, all pauses to FILE-pause.svg."))
    var svg: String?

    func run() async throws {
        let order = try await options.order(subject.machine, to: "", try global.workspace.openStore())
        let request = ExperimentRun.Request(
            subject.subject, memory: try sizes, loads: try loads, presets: try presets, times: times, order: order)
        let (note, svg) = (ProgressNote(quiet: global.json), svg)
        let document = try await ExperimentRun(in: global.workspace) { Self.tell($0, note, svg) }.run(request)
        try write(document.migrations)
        print(global.json ? try JSONText.encode(document) + "\n" : ExperimentText.table(document), terminator: "")
    }

    private static func tell(_ event: ExperimentRun.Event, _ note: ProgressNote, _ svg: String?) {
        switch event {
        case .began(let label): note.say("machine: \(label)")
        case .starting(let machine, let size, let load, let host):
            note.say("starting \(machine) with \(size) MiB, \(load), on \(host)")
        case .failed(let failure, let number, let total):
            note.say("\(number) of \(total): failed: \(failure.because)")
        case .moved(let record, let number, let total):
            note.say("\(number) of \(total): " + ExperimentText.line(record.report))
            do { try OutputFile.write(record.svg, to: svg.map { "\($0)-\(record.report.memoryMiB).svg" }) } catch {
                note.say("\(error)")
            }
        }
    }

    private func write(_ reports: [MigrationReport]) throws {
        try OutputFile.write(ExperimentCSV.text(reports), to: csv)
        try OutputFile.write(ExperimentPlot.totals(reports).svg, to: svg.map { $0 + "-total.svg" })
        try OutputFile.write(ExperimentPlot.pauses(reports).svg, to: svg.map { $0 + "-pause.svg" })
    }

    private var loads: [ExperimentLoad] {
        get throws {
            try load.split(separator: ",").map { text throws(Failure) in try ExperimentLoad(String(text)) }
        }
    }

    private var presets: [ExperimentPreset] {
        get throws {
            let presets = settings.split(separator: ",").map { ExperimentPreset(rawValue: String($0)) }
            guard !presets.isEmpty, !presets.contains(nil) else {
                throw ValidationError("settings is a list of p2v, late and libvirt, not \(settings)")
            }
            return presets.compactMap(\.self)
        }
    }

    private var sizes: [Int] {
        get throws {
            let sizes = memory.split(separator: ",").map { Int($0) }
            guard !sizes.isEmpty, sizes.allSatisfy({ ($0 ?? 0) >= 64 }), (1...1000).contains(times) else {
                throw ValidationError("memory is a list of MiB, 64 or more each, such as 512,1024; times is 1 to 1000")
            }
            return sizes.compactMap(\.self)
        }
    }
}
