internal import Estate

/// A moment at which the guest's file systems are held still, by its agent. They are let go after ``limit`` in any case, also
/// while the moment is still being made.
///
/// ```
/// freeze ─ok→ watchdog ─→ the moment ─→ thaw, up to three times
///    └ no → thaw all the same (it may come late) → the moment, as after a power cut
/// ```
package struct FrozenMoment: Sendable {
    private let freeze: @Sendable () async throws -> Void
    private let thaw: @Sendable () async throws -> Void
    private let limit: Duration

    package init(
        limit: Duration = .seconds(10), freeze: @escaping @Sendable () async throws -> Void,
        thaw: @escaping @Sendable () async throws -> Void
    ) {
        (self.limit, self.freeze, self.thaw) = (limit, freeze, thaw)
    }

    package struct Outcome: Sendable, Hashable {
        package var consistency = PointManifest.Consistency.crash
        /// Why it is not frozen.
        package var because: String?
        /// Seconds that the guest could not write.
        package var seconds: Double?
        /// Why the file systems may be held still for ever; nil where they are let go.
        package var stuck: String?

        package init(
            consistency: PointManifest.Consistency = .crash, because: String? = nil, stuck: String? = nil
        ) {
            (self.consistency, self.because, self.stuck) = (consistency, because, stuck)
        }
    }

    /// Makes the moment.
    package func take<Value: Sendable>(
        _ make: @Sendable () async throws -> Value
    ) async throws -> (value: Value, outcome: Outcome) {
        let clock = ContinuousClock()
        let began = clock.now
        var refusal: String?
        do { try await freeze() } catch { refusal = "the guest agent did not freeze: \(Self.words(error))" }
        let letting = Letting(thaw)
        let watchdog = Task { [limit] in
            try? await Task.sleep(for: refusal == nil ? limit : .zero)
            await letting.go(asWatchdog: true)
        }
        let value: Value
        do { value = try await make() } catch {
            // A task of its own: what was frozen is let go also when the operator stops the work.
            _ = await Task { await letting.go(asWatchdog: false) }.value
            watchdog.cancel()
            throw error
        }
        let end = await Task { await letting.go(asWatchdog: false) }.value
        watchdog.cancel()
        var outcome = Outcome(because: refusal, stuck: refusal == nil ? end.failure : nil)
        if let refusal {
            // An answer that was lost may be that of a guest that stands still.
            outcome.because =
                end.failure.map { "\(refusal); nor did it let go (\($0)): see virsh domfsthaw" } ?? refusal
            return (value, outcome)
        }
        outcome.seconds = (clock.now - began) / .seconds(1)
        if end.wasWatchdog {
            outcome.because = "the moment took longer than \(limit), and the guest was let go before"
        } else {
            outcome.consistency = .frozen
        }
        return (value, outcome)
    }

    static func words(_ error: any Error) -> String { (error as? Failure)?.because ?? "\(error)" }
}

/// Lets go once, whoever comes first; the other waits for the same end.
private actor Letting {
    struct End: Sendable {
        var wasWatchdog: Bool
        var failure: String?
    }

    private let thaw: @Sendable () async throws -> Void
    private var end: Task<End, Never>?

    init(_ thaw: @escaping @Sendable () async throws -> Void) { self.thaw = thaw }

    @discardableResult
    func go(asWatchdog: Bool) async -> End {
        if let end { return await end.value }
        let task = Task { [thaw] in
            var failure: String?
            for _ in 0..<3 {
                do {
                    try await thaw()
                    return End(wasWatchdog: asWatchdog, failure: nil)
                } catch { failure = FrozenMoment.words(error) }
            }
            return End(wasWatchdog: asWatchdog, failure: failure)
        }
        end = task
        return await task.value
    }
}
