internal import ArgumentParser
internal import Doctor
internal import Estate
internal import Operations
internal import Terminal

/// `p2v doctor`: what is not as it should be, and what to do about it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check this machine, the pool and its storage; one line a finding.",
        discussion: "Ends with 1 when there is a problem. Changes nothing but a test file on the SR, which it removes.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let report = await Examination(in: global.workspace)
        if global.json {
            print(try JSONText.encode(report))
        } else {
            print(Self.text(report), terminator: "")
        }
        if report.problems > 0 { throw Exit.Signal(exit: .error) }
    }

    static func text(_ report: Examination) -> String {
        let lines = report.findings.map { finding in
            let hint = finding.hint.map { ". Hint: \($0)" } ?? ""
            let level = finding.level.rawValue + String(repeating: " ", count: 8 - finding.level.rawValue.count)
            return Sanitised.line("\(level) \(finding.area.rawValue): \(finding.subject): \(finding.seen)\(hint)")
        }
        return (lines + ["\(report.problems) problems, \(report.warnings) warnings"]).joined(separator: "\n") + "\n"
    }
}
