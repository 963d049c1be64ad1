package import Estate
package import Shell

/// Many servers at once: at most `jobs` sessions, each with its own timeout, results handed over as they come.
package struct FleetScan: Sendable {
    package var jobs: Int
    private let scan: @Sendable (SSHAddress) async throws -> ScannedServer

    package init(_ scanner: ServerScanner, jobs: Int = 16) {
        self.init(jobs: jobs) { address in try await scanner.scanWithHistory(address) }
    }

    /// For tests: scans by any function.
    init(jobs: Int, scan: @escaping @Sendable (SSHAddress) async throws -> ScannedServer) {
        self.jobs = max(1, jobs)
        self.scan = scan
    }

    /// Scans every address once, and gives each outcome to `each`, one at a time, in the order in which they come.
    ///
    /// - Throws: what `each` throws, and `CancellationError`; a server's failure is an outcome, not an error.
    package func run(
        _ addresses: [SSHAddress], progress: ProgressReport = { _ in },
        each: (ScanOutcome) async throws -> Void
    ) async throws {
        var seen: Set<SSHAddress> = []
        let unique = addresses.filter { seen.insert($0).inserted }
        let total = Double(unique.count)
        var done = 0.0
        try await withThrowingTaskGroup(of: ScanOutcome.self) { group in
            var waiting = unique.makeIterator()
            func start() {
                guard let address = waiting.next() else { return }
                group.addTask { [scan] in await Self.outcome(of: address, scan) }
            }
            for _ in 0..<min(jobs, unique.count) { start() }
            while let outcome = try await group.next() {
                try Task.checkCancellation()
                start()
                done += 1
                try await each(outcome)
                progress(StepProgress("Scanning servers", done: done, total: total, unit: .items))
            }
        }
    }

    private static func outcome(
        of address: SSHAddress, _ scan: @Sendable (SSHAddress) async throws -> ScannedServer
    ) async -> ScanOutcome {
        let began = ContinuousClock.now
        let result: Result<ScannedServer, Failure>
        do {
            result = .success(try await scan(address))
        } catch let failure as Failure {
            result = .failure(failure)
        } catch {
            result = .failure(
                Failure("scan", on: address.description, because: "\(error)", next: "scan this server again"))
        }
        return ScanOutcome(address: address, result: result, seconds: (ContinuousClock.now - began) / .seconds(1))
    }
}
