internal import ArgumentParser
internal import Doctor
internal import Estate
internal import Foundation
internal import ImageStores
internal import Operations
internal import Pool
internal import Terminal

/// `p2v doctor`: what is not as it should be, and what to do about it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check this machine, the pool and its storage; one line a finding.",
        discussion: "Ends with 1 when there is a problem. Changes nothing but a test file on the SR, which it removes.")

    @OptionGroup var global: GlobalOptions

    /// `p2v doctor --json`.
    struct Report: Codable {
        var format = "p2v-doctor/1"
        var problems: Int
        var warnings: Int
        var findings: [Finding]
    }

    func run() async throws {
        let findings = await Doctor(checks: checks()).examine() + unread()
        let report = Report(
            problems: findings.count { $0.level == .problem }, warnings: findings.count { $0.level == .warning },
            findings: findings)
        if global.json {
            print(try JSONText.encode(report))
        } else {
            print(Self.text(report), terminator: "")
        }
        if report.problems > 0 { throw Exit.Signal(exit: .error) }
    }

    private func checks() -> [any Check] {
        let environment = ProcessInfo.processInfo.environment
        let machine: [any Check] = [
            ProgramsCheck(path: environment["PATH"] ?? "/usr/bin:/bin"), KVMCheck(), ApplianceCheck(),
            RoomCheck(folder: environment["TMPDIR"] ?? "/var/tmp"),
        ]
        guard let pool = try? global.workspace.openPool(), let configuration = try? global.workspace.poolConfiguration()
        else {
            return machine
        }
        let hosts = HostsCheck(pool) { await pool.silences() }
        if let xen = pool as? XenPool { return machine + [hosts, XenPoolChecks(xen)] }
        let certificates = configuration.hosts.flatMap { CertificateCheck.checks(host: $0.name, uri: $0.uri) }
        let repositories = configuration.storage.map { repository in
            RepositoryCheck(repository.name, mark: UUID().uuidString.lowercased()) {
                try await ImageStores.open(url: repository.url)
            }
        }
        let hardware =
            (try? global.workspace.openLibvirtPool(to: "compare the hosts")).map { [HardwareCheck($0)] } ?? []
        return machine + [hosts] + hardware + certificates + repositories
    }

    /// A pool file that cannot be read is a finding: the machine is examined all the same.
    private func unread() -> [Finding] {
        do {
            _ = try global.workspace.poolConfiguration()
            return []
        } catch {
            let failure = error as? Failure
            return [
                Finding(
                    .pool, .problem, "pool file", failure?.because ?? "\(error)",
                    hint: failure?.next ?? "see the reference, \"The pool file\"")
            ]
        }
    }

    static func text(_ report: Report) -> String {
        let lines = report.findings.map { finding in
            let hint = finding.hint.map { ". Hint: \($0)" } ?? ""
            let level = finding.level.rawValue + String(repeating: " ", count: 8 - finding.level.rawValue.count)
            return Sanitised.text("\(level) \(finding.area.rawValue): \(finding.subject): \(finding.seen)\(hint)")
        }
        return (lines + ["\(report.problems) problems, \(report.warnings) warnings"]).joined(separator: "\n") + "\n"
    }
}
