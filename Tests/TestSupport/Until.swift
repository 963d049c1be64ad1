internal import Estate

/// Waits for something that has to come. How long that takes says nothing about the code: a busy machine is slow. Only
/// what never comes is a failure.
package func until(
    _ what: String, within limit: Duration = .seconds(120), _ holds: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !holds() {
        guard .now < end else {
            throw Failure(
                "wait until \(what)", on: "the test", because: "it did not come within \(limit)",
                next: "see who should have done it")
        }
        try await Task.sleep(for: .milliseconds(2))
    }
}
