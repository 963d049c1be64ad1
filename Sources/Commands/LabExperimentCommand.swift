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
    @OptionGroup var subject: ExperimentSubject

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
        let store = try global.workspace.openStore()
        let setup = try MigrationSetup(global, store)
        let pool = try global.workspace.openLibvirtPool(to: "run the experiment")
        let experiment = try await experiment(setup, store)
        let note = ProgressNote(quiet: global.json)
        note.say("machine: \(subject.label)")
        let reports = try await experiment.run(
            with: setup.migration,
            prepare: { size, load in
                note.say("starting \(subject.machine) with \(size) MiB, \(load), on \(experiment.hosts.0)")
                try await subject.prepare(pool, memoryMiB: size, load: load, on: experiment.hosts.0)
            },
            each: { result, number in
                let count = "\(number) of \(experiment.total): "
                switch result {
                case .failure(let failure): note.say(count + "failed: \(failure.because)")
                case .success(let record):
                    try await store.save(record.report)
                    note.say(count + ExperimentText.line(record.report))
                    try OutputFile.write(record.svg, to: svg.map { "\($0)-\(record.report.memoryMiB).svg" })
                }
            })
        try write(reports)
        let document = ExperimentText.Document(machine: subject.label, reports)
        print(global.json ? try JSONText.encode(document) + "\n" : ExperimentText.table(document), terminator: "")
    }

    private func write(_ reports: [MigrationReport]) throws {
        try OutputFile.write(ExperimentText.csv(reports), to: csv)
        try OutputFile.write(ExperimentPlot.totals(reports).svg, to: svg.map { $0 + "-total.svg" })
        try OutputFile.write(ExperimentPlot.pauses(reports).svg, to: svg.map { $0 + "-pause.svg" })
    }

    private func experiment(_ setup: MigrationSetup, _ store: Store) async throws -> Experiment {
        let hosts = try await setup.pool.hosts().filter { $0.reachable && !$0.inMaintenance }.map(\.name)
        guard hosts.count >= 2 else {
            throw Failure(
                "run the experiment", on: setup.pool.name, because: "\(hosts.count) of its hosts can be used",
                next: "bring two hosts up", exit: .refused)
        }
        var order = try await options.order(subject.machine, to: hosts[1], store)
        if order.probes.isEmpty { order.probes = subject.probes(perSecond: options.rate) }
        var experiment = Experiment(
            machine: subject.machine, hosts: (hosts[0], hosts[1]), memory: try sizes, times: times, order: order)
        experiment.loads = try load.split(separator: ",").map { text throws(Failure) in try ExperimentLoad(String(text))
        }
        experiment.presets = try presets
        experiment.question = subject.question
        return experiment
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
