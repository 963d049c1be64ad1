package import Doctor
internal import Estate
internal import Foundation
internal import ImageStores
internal import Pool

/// What is not as it should be with this machine, the pool and its storage: the document `p2v-doctor/1`.
package struct Examination: Codable, Sendable {
    package var format = "p2v-doctor/1"
    package var problems: Int
    package var warnings: Int
    package var findings: [Finding]

    /// Changes nothing but a test file on the SR, which it removes. What cannot be examined is a finding.
    package init(in workspace: Workspace) async {
        self.init(findings: await Doctor(checks: Self.checks(workspace)).examine() + Self.unread(workspace))
    }

    init(findings: [Finding]) {
        self.findings = findings
        problems = findings.count { $0.level == .problem }
        warnings = findings.count { $0.level == .warning }
    }

    private static func checks(_ workspace: Workspace) -> [any Check] {
        let environment = ProcessInfo.processInfo.environment
        let machine: [any Check] = [
            ProgramsCheck(path: environment["PATH"] ?? "/usr/bin:/bin"), KVMCheck(), ApplianceCheck(),
            RoomCheck(folder: environment["TMPDIR"] ?? "/var/tmp"),
        ]
        guard let pool = try? workspace.openPool(), let configuration = try? workspace.poolConfiguration() else {
            return machine
        }
        let state = StateCheck(workspace: workspace, pool: pool)
        let hosts = HostsCheck(pool) { await pool.silences() }
        if let xen = pool as? XenPool { return machine + [hosts, XenPoolChecks(xen), state] }
        let certificates = configuration.hosts.flatMap { CertificateCheck.checks(host: $0.name, uri: $0.uri) }
        let guests = configuration.storage.map { GuestWritesCheck($0.name, url: $0.url) }
        let repositories = configuration.storage.map { repository in
            RepositoryCheck(repository.name, mark: UUID().uuidString.lowercased()) {
                try await Workspace.look(at: repository.url) { $0 }
            }
        }
        let hardware = (try? workspace.openLibvirtPool(to: "compare the hosts")).map { [HardwareCheck($0)] } ?? []
        return machine + [hosts, MigrationNetworkCheck(configuration.hosts)] + hardware + certificates + repositories
            + guests + [state]
    }

    /// A finding in words, for faces that draw a table.
    package struct Row: Sendable, Hashable {
        package var level: String
        package var area: String
        package var subject: String
        package var seen: String
        package var hint: String
    }

    package var rows: [Row] {
        findings.map {
            Row(
                level: $0.level.rawValue, area: $0.area.rawValue, subject: $0.subject, seen: $0.seen,
                hint: $0.hint ?? "")
        }
    }

    /// A line a finding, and their count.
    package var text: String {
        let lines = findings.map { finding in
            let hint = finding.hint.map { ". Hint: \($0)" } ?? ""
            let level = finding.level.rawValue + String(repeating: " ", count: max(1, 8 - finding.level.rawValue.count))
            return Sanitised.line("\(level) \(finding.area.rawValue): \(finding.subject): \(finding.seen)\(hint)")
        }
        return (lines + ["\(problems) problems, \(warnings) warnings"]).joined(separator: "\n")
    }

    /// A pool file that cannot be read is a finding: the machine is examined all the same.
    static func unread(_ workspace: Workspace) -> [Finding] {
        do {
            _ = try workspace.openPool()
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
}
