internal import Estate
package import Pool

/// What only a XAPI pool can have wrong: its default SR, clocks, certificates, multipathing, the plan of high
/// availability, patch levels, room, broken VHDs.
package struct XenPoolChecks: Check {
    private let pool: XenPool

    package init(_ pool: XenPool) {
        self.pool = pool
    }

    package func findings() async -> [Finding] {
        do {
            let report = try await pool.health()
            return report.map { item in
                let level: Finding.Level =
                    switch item.severity {
                    case .information: .ok
                    case .warning: .warning
                    case .critical: .problem
                    }
                let area: Finding.Area = item.id.hasPrefix("sr-") ? .storage : .pool
                return Finding(area, level, item.id, item.seen, hint: level == .ok ? nil : item.advice)
            }
        } catch {
            return [Finding(.pool, pool.name, error, hint: "check the pool file")]
        }
    }
}
