import Estate
import Foundation

/// Waiting for what a test means. A fixed pause is too long on a quiet machine, and on a busy one the test goes on before
/// anything has begun, and passes for nothing.
enum Waiting {
    /// Returns as soon as the condition holds.
    ///
    /// - Throws: ``Failure`` when it does not hold in time.
    static func until(
        _ what: String, seconds: Int = 60, every pause: Duration = .milliseconds(20),
        _ condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while try await !condition() {
            guard ContinuousClock.now < end else {
                throw Failure(
                    "wait until \(what)", on: "this machine", because: "it was not so after \(seconds) s",
                    next: "look at what should have done it")
            }
            try await Task.sleep(for: pause)
        }
    }

    /// Bytes that a file takes on its disk: what a copy has written so far. 0 where there is no file yet.
    static func allocated(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_blocks) * 512 : 0
    }
}
