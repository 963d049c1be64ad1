internal import Estate
internal import Synchronization

/// A question that is asked again and again, and never twice at once: whoever asks a host behind a cut cable once more before it
/// has answered makes all others wait in line for that host.
final class PatientQuestion<Value: Sendable>: Sendable {
    private struct State {
        var openSince: ContinuousClock.Instant?
        var last = Observed<Value>.unknown(because: "it was not asked yet")
    }

    /// An answer is of now as long as the next one does not take longer.
    private let freshness: Duration
    private let ask: @Sendable () async throws -> Value
    private let state = Mutex(State())

    init(freshness: Duration = .seconds(5), _ ask: @escaping @Sendable () async throws -> Value) {
        self.freshness = freshness
        self.ask = ask
    }

    /// The last answer, at once; asks anew where no question is open.
    func look() -> Observed<Value> {
        let (begins, seen): (Bool, Observed<Value>) = state.withLock { state in
            guard let since = state.openSince else {
                state.openSince = .now
                return (true, state.last)
            }
            return (false, .now - since > freshness ? .unknown(because: "no answer yet") : state.last)
        }
        if begins { Task { await answered() } }
        return seen
    }

    private func answered() async {
        let answer: Observed<Value>
        do { answer = .known(try await ask()) } catch {
            answer = .unknown(because: (error as? Failure)?.because ?? "\(error)")
        }
        state.withLock { $0 = State(openSince: nil, last: answer) }
    }
}
