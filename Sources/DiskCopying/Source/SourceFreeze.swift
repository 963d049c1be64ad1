internal import Estate
internal import ImageStores
internal import Shell

/// Holds a server's file systems still while the last pass and the verification run.
///
/// The kernel flushes them and keeps writers waiting, so that the disk is consistent without a power-off. They are let
/// go when `body` ends, when the connection is lost, and in any case after `seconds`.
package enum SourceFreeze {
    /// - Parameter mountPoints: where the disk's file systems are mounted, the root last.
    /// - Throws: ``Failure`` (unproved) when they were let go before `body` had ended.
    package static func during<T: Sendable>(
        on host: SourceHost, mountPoints: [String], seconds: Int, body: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        let (argv, preamble) = host.command(
            try SourceProgram(), ["freeze", "--seconds", String(seconds)] + mountPoints)
        let command = Command(argv, input: preamble, ownSession: true)
        let (frozen, signal) = AsyncStream<Void>.makeStream()
        let isFrozen = Latch()
        return try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask {
                defer { signal.finish() }
                let output = try await Shell.lines(command) { line in
                    if line == "frozen" { signal.yield() }
                }
                _ = isFrozen.clear()
                if output.status != 0 {
                    throw SourceFailure.make(
                        output.standardError, "it ended with status \(output.status)", host: host,
                        device: " " + mountPoints.joined(separator: ", "))
                }
                return nil
            }
            group.addTask {
                var waiter = frozen.makeAsyncIterator()
                guard await waiter.next() != nil else { return nil }
                let result = try await body()
                guard isFrozen.isSet else { throw tooLate(host, seconds) }
                return result
            }
            while let result = try await group.next() {
                if let result {
                    group.cancelAll()
                    return result
                }
            }
            throw tooLate(host, seconds)
        }
    }

    private static func tooLate(_ host: SourceHost, _ seconds: Int) -> Failure {
        Failure(
            "hold the file systems still", on: host.name(of: ""),
            because: "they were let go before the copy had ended, at the latest after \(seconds) s",
            next: "run another pass first so that less is left, or allow a longer freeze", exit: .unproved)
    }
}
