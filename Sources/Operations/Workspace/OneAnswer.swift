internal import Estate

/// The first of several answers. A call into a library that hangs cannot be ended: whoever waits for it is let go.
actor OneAnswer<Value: Sendable> {
    private var value: Value?
    private var waiter: CheckedContinuation<Value, Never>?

    func give(_ answer: Value) {
        guard value == nil else { return }
        value = answer
        waiter?.resume(returning: answer)
        waiter = nil
    }

    func wait() async -> Value {
        if let value { return value }
        return await withCheckedContinuation { waiter = $0 }
    }

    /// - Parameter late: the answer where none has come in `seconds`.
    static func within(
        _ seconds: Double, late: Value, _ ask: @escaping @Sendable () async -> Value
    ) async -> Value {
        let answer = OneAnswer()
        Task { await answer.give(ask()) }
        Task {
            try? await Task.sleep(for: .seconds(seconds))
            await answer.give(late)
        }
        return await answer.wait()
    }
}
