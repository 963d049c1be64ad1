internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Operations
internal import Probes
internal import Terminal

/// `p2v probe`: asks services at a fixed rate, and says what came back.
struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Ask services at a fixed rate, as during a move, and report latency, loss and the longest gap.",
        discussion: """
            Probes: ping:HOST  dns:HOST/NAME[=ADDRESS]  resolver:HOST/NAME  tcp:HOST:PORT  echo:HOST:PORT
            http://HOST:PORT/PATH; @RATE at the end gives one probe a rate of its own.
            """)

    private struct Document: Encodable {
        var format = "p2v-probes/1"
        var probes: [ProbeReport]
    }

    @OptionGroup var global: GlobalOptions

    @Argument(help: "What to ask.")
    var probe: [String]

    @Option(help: "Probes per second, 0.01 to 1000.")
    var rate = 100.0

    @Option(help: "For so many seconds.")
    var seconds = 10.0

    @Option(help: "Write every probe to this file.")
    var csv: String?

    @Flag(help: "For another p2v: speak its lines on standard input and output.")
    var serve = false

    func validate() throws {
        guard seconds > 0, seconds <= 86_400 else { throw ValidationError("seconds are above 0 and at most 86400") }
        guard !probe.isEmpty else { throw ValidationError("name at least one probe") }
    }

    func run() async throws {
        let specs = try probe.map { text throws(Failure) in try ProbeSpec(text) }
        if serve { return try await serve(specs) }
        let began = MonotonicClock.now()
        let runner = try await ProbeRunner.start(specs, perSecond: rate)
        await saying("asking for \(seconds) s") { try? await Task.sleep(for: .seconds(seconds)) }
        let traces = await runner.stop()
        try OutputFile.write(ProbeTrace.csv(traces, zero: began), to: csv)
        let reports = traces.map { $0.report(during: 0..<UInt64.max) }
        print(
            global.json
                ? try JSONText.encode(Document(probes: reports)) + "\n" : MigrationText.probes(reports),
            terminator: "")
    }

    private func serve(_ specs: [ProbeSpec]) async throws {
        try await ProbeService.serve(specs, perSecond: rate) {
            // Reading blocks: on a thread of its own.
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { continuation.resume(returning: readLine()) }
            }
        } say: {
            print($0)
        }
    }
}
