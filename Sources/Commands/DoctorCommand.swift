internal import ArgumentParser
internal import Estate
internal import Operations
internal import Terminal

/// `p2v doctor`: what is not as it should be, and what to do about it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check this machine, the pool and its storage; one line a finding.",
        discussion: "Ends with 1 when there is a problem. Changes nothing but a test file on the SR, which it removes.")

    @OptionGroup var global: GlobalOptions

    @Option(help: "Also write what somebody else needs to help you into this file: no secrets, no names.")
    var report: String?

    func run() async throws {
        let workspace = global.workspace
        let seen = await saying("examining this machine, the pool and its storage") { await Examination(in: workspace) }
        print(global.json ? try JSONText.encode(seen) : seen.text)
        if let report {
            try await DoctorReport(seen, in: global.workspace).write(to: report, telling: global.workspace)
        }
        if seen.problems > 0 { throw Exit.Signal(exit: .error) }
    }
}
