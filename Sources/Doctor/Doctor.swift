internal import Estate

/// # Doctor: is this machine, this pool, this SR fit for the work?
///
/// ```
/// Check (small, looks at one thing, changes nothing) ─all at once→ [Finding] in the checks' order
///   machine: programs, KVM, appliance, room     pool: hosts, versions, hardware, certificates
///   SR: space, writing, leftovers
/// ```
///
/// A check that cannot look says so in a finding; it never fails.
package struct Doctor: Sendable {
    package var checks: [any Check]

    package init(checks: [any Check]) {
        self.checks = checks
    }

    /// Runs all checks side by side; findings come in the checks' order.
    package func examine() async -> [Finding] {
        await withTaskGroup(of: (Int, [Finding]).self) { group in
            for (index, check) in checks.enumerated() {
                group.addTask { (index, await check.findings()) }
            }
            var all = [[Finding]](repeating: [], count: checks.count)
            for await (index, findings) in group { all[index] = findings }
            return all.flatMap(\.self)
        }
    }
}

/// Looks at one thing.
package protocol Check: Sendable {
    func findings() async -> [Finding]
}

/// What a check saw, in one line, with a hint where something is to be done.
package struct Finding: Sendable, Hashable, Codable {
    package enum Area: String, Sendable, Hashable, Codable {
        case machine, pool, storage
    }

    package enum Level: String, Sendable, Hashable, Codable {
        case ok
        /// Works, but slowly, or not for long.
        case warning
        /// p2v will fail.
        case problem
    }

    package var area: Area
    package var level: Level
    /// What was looked at: `hosta`, `qemu-img`, `sr`.
    package var subject: String
    package var seen: String
    package var hint: String?

    package init(_ area: Area, _ level: Level, _ subject: String, _ seen: String, hint: String? = nil) {
        self.area = area
        self.level = level
        self.subject = subject
        self.seen = seen
        self.hint = hint
    }

    /// A failure as a finding.
    init(_ area: Area, _ subject: String, _ error: any Error, hint: String) {
        let failure = error as? Failure
        self.init(area, .problem, subject, failure?.because ?? "\(error)", hint: failure?.next ?? hint)
    }
}
