extension XenClient {
    /// Runs the asynchronous form of a call and waits for its end by events. Cancelling cancels the task on the server
    /// and waits until the server has given it up.
    ///
    /// - Parameter progress: told 0…1 as the server says it; must return at once.
    /// - Returns: the task's result.
    @discardableResult
    package func run(
        _ method: String, _ parameters: [JSONValue] = [], started: @escaping @Sendable (String) -> Void = { _ in },
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> String {
        guard let task = try await call("Async.\(method)", parameters).text, task.hasPrefix("OpaqueRef:") else {
            throw XenError.malformed(address: "XAPI", reason: "Async.\(method) answered no task")
        }
        started(task)
        return try await finish(task, progress: progress)
    }

    /// Asks again for as long as the pool's patience lasts while nothing answers; for questions only.
    nonisolated package func patiently<Value: Sendable>(
        _ ask: @Sendable () async throws -> Value
    ) async throws -> Value {
        var silence = XenSilence(patience)
        while true {
            try Task.checkCancellation()
            do {
                let value = try await ask()
                silence.end()
                return value
            } catch let error as XenError where Self.isLoss(error) {
                try await silence.bear(error)
            }
        }
    }

    /// Waits for a task's end, and removes it. A task whose end was not seen stays.
    package func finish(
        _ task: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> String {
        do {
            let result = try await end(of: task, patience, progress)
            await destroy(task)
            return result
        } catch {
            guard Task.isCancelled else {
                if !Self.isUnseen(error) { await destroy(task) }
                throw error
            }
            return try await abandon(task)
        }
    }

    package func cancel(task: String) async throws {
        _ = try await call("task.cancel", [.string(task)])
    }

    /// Outside of the cancelled task, which can no longer wait.
    private func abandon(_ task: String) async throws -> String {
        let ended = Task { () async throws -> String in
            try? await self.cancel(task: task)
            // Who interrupts does not wait for a pool that is silent for long.
            var patience = self.patience
            patience.limit = min(patience.limit, .seconds(60))
            let result = try await self.end(of: task, patience) { _ in }
            await self.destroy(task)
            return result
        }
        do {
            // It was over before the request to cancel came: then it is done, and says so.
            return try await ended.value
        } catch {
            if Self.isUnseen(error) { throw error }
            throw CancellationError()
        }
    }

    private static func isUnseen(_ error: any Error) -> Bool {
        if case XenError.endUnseen = error { true } else { false }
    }

    private func destroy(_ task: String) async {
        _ = try? await call("task.destroy", [.string(task)], seconds: 30)
    }

    /// The long poll: one request waits up to the patience's longest poll. After a loss, and in a new session, it begins
    /// with the state as it is: a token of one session says nothing in another. An answer without news is not believed,
    /// the record is read.
    private func end(
        of task: String, _ patience: XenPatience, _ progress: @Sendable (Double) -> Void
    ) async throws -> String {
        var place = (token: "", session: "")
        var silence = XenSilence(patience)
        while true {
            try Task.checkCancellation()
            let known: [XenEvents.Event]
            do {
                let session = try await sessionMark()
                if session != place.session { place = ("", session) }
                let poll = place.token.isEmpty ? min(.seconds(1), patience.longestPoll) : patience.longestPoll
                let seconds = poll / .seconds(1)
                let news = try await events(of: ["task/\(task)"], since: place.token, seconds: seconds)
                let mine = news.events.filter { $0.ref == task }
                known = mine.isEmpty ? [try await asked(task)] : mine
                place.token = mine.isEmpty && news.token == place.token ? "" : news.token
            } catch let error as XenError where Self.isLoss(error) {
                place.token = ""
                try await silence.bear(error)
                continue
            } catch let error as XenError where error.isCode("HANDLE_INVALID") {
                throw XenError.taskVanished(task: task)
            }
            silence.end()
            // Outside: an error of the task's own is its end, however much it looks like one of the way to it.
            if let result = try Self.outcome(known, task, progress) { return result }
        }
    }

    /// The task's record, where no event came.
    private func asked(_ task: String) async throws -> XenEvents.Event {
        guard let record = try await record("task", task) else { throw XenError.taskVanished(task: task) }
        return XenEvents.Event(type: "task", operation: .changed, ref: task, snapshot: record.value)
    }

    private static func isLoss(_ error: XenError) -> Bool {
        switch error {
        case .broken, .unreachable, .malformed: true
        case .api(let code, _): losses.contains(code)
        default: false
        }
    }

    /// Answers that say nothing of the task: of a toolstack that starts, a session or a token that is over.
    private static let losses: Set<String> = [
        "EVENTS_LOST", "EVENT_FROM_TOKEN_PARSE_FAILURE", "EVENT_SUBSCRIPTION_PARSE_FAILURE", "SESSION_INVALID",
        "HOST_STILL_BOOTING", "HOST_IS_SLAVE", "HOST_OFFLINE", "CANNOT_CONTACT_HOST",
    ]

    private static func outcome(
        _ events: [XenEvents.Event], _ task: String, _ progress: (Double) -> Void
    ) throws(XenError) -> String? {
        for event in events {
            guard event.operation != .removed, let snapshot = event.snapshot else {
                throw .taskVanished(task: task)
            }
            let state = XenTask(ref: task, snapshot)
            progress(state.progress)
            switch state.status {
            case .pending: continue
            case .success: return state.result
            case .failure(let error): throw error
            case .cancelled: throw .api(code: "TASK_CANCELLED", parameters: [task])
            }
        }
        return nil
    }
}
