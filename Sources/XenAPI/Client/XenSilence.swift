/// The time for which a task's state was asked in vain: bears it, says it, and ends it.
struct XenSilence {
    private let patience: XenPatience
    private var since: Duration?
    private var losses = 0

    init(_ patience: XenPatience) {
        self.patience = patience
    }

    /// Waits before the next question.
    ///
    /// - Throws: ``XenError/endUnseen(reason:)`` after the longest silence; `CancellationError`.
    mutating func bear(_ error: XenError) async throws {
        let now = patience.now()
        let began = since ?? now
        if since == nil {
            patience.tell(
                "the pool does not answer (\(error)); p2v asks again for \(patience.limit.components.seconds) s, the "
                    + "work there goes on")
        }
        since = began
        losses += 1
        guard now - began < patience.limit else {
            throw XenError.endUnseen(
                reason: "nothing answered for \((now - began).components.seconds) s, at last: \(error)")
        }
        try await patience.sleep(patience.pause(after: losses))
    }

    mutating func end() {
        if losses > 1 { patience.tell("the pool answers again") }
        since = nil
        losses = 0
    }
}
