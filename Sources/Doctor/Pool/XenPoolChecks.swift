internal import Estate
package import ImageStores
package import Pool

/// What only a XAPI pool can have wrong: its default SR, clocks, certificates, multipathing, the plan of high
/// availability, patch levels, room, broken VHDs.
package struct XenPoolChecks: Check {
    private let pool: XenPool

    private let open: @Sendable (String) async throws -> any ImageStore

    /// - Parameter open: an SR's export, by its URL.
    package init(
        _ pool: XenPool,
        open: @escaping @Sendable (String) async throws -> any ImageStore = { try await ImageStores.open(url: $0) }
    ) {
        self.pool = pool
        self.open = open
    }

    package func findings() async -> [Finding] {
        do {
            let report = try await pool.health()
            let isBroken = report.contains { $0.id == "sr-scan" && $0.severity == .critical }
            return (isBroken ? await brokenImages() : [])
                + report.map { item in
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

    /// A scan that fails names one VHD and no reason; its SR's files say which ones are broken, and how.
    private func brokenImages() async -> [Finding] {
        do {
            var findings: [Finding] = []
            for repository in try await pool.storage() where !repository.url.hasPrefix("xapi:") {
                findings += await ImagesCheck(repository.name) { try await open(repository.url) }.findings()
            }
            return findings
        } catch {
            return [Finding(.storage, pool.name, error, hint: "look at the SRs' files")]
        }
    }
}
