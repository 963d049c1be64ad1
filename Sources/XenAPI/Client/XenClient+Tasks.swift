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

    /// Waits for a task's end, and removes it.
    package func finish(
        _ task: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> String {
        do {
            let result = try await end(of: task, progress)
            await destroy(task)
            return result
        } catch {
            guard Task.isCancelled else {
                await destroy(task)
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
            let result = try await self.end(of: task) { _ in }
            await self.destroy(task)
            return result
        }
        do {
            // It was over before the request to cancel came: then it is done, and says so.
            return try await ended.value
        } catch {
            throw CancellationError()
        }
    }

    private func destroy(_ task: String) async {
        _ = try? await call("task.destroy", [.string(task)], seconds: 30)
    }

    /// The long poll: one request waits up to 30 s; after a loss the next begins with the state as it is. Where that
    /// says nothing within a second, the task is gone.
    private func end(of task: String, _ progress: @Sendable (Double) -> Void) async throws -> String {
        var token = ""
        var losses = 0
        while true {
            try Task.checkCancellation()
            do {
                let news = try await events(of: ["task/\(task)"], since: token, seconds: token.isEmpty ? 1 : 30)
                losses = 0
                let mine = news.events.filter { $0.ref == task }
                if let result = try Self.outcome(mine, task, progress) { return result }
                // A server that answers nothing for a task that it does not know would be asked for ever.
                if mine.isEmpty, token.isEmpty || news.token.isEmpty {
                    guard let record = try await record("task", task) else { throw XenError.taskVanished(task: task) }
                    let now = XenEvents.Event(type: "task", operation: .changed, ref: task, snapshot: record.value)
                    if let result = try Self.outcome([now], task, progress) { return result }
                }
                token = news.token
            } catch let error as XenError where Self.isLoss(error) {
                losses += 1
                guard losses < 6 else { throw error }
                token = ""
                try await Task.sleep(for: .milliseconds(200 * losses))
            } catch let error as XenError where error.isCode("HANDLE_INVALID") {
                throw XenError.taskVanished(task: task)
            }
        }
    }

    private static func isLoss(_ error: XenError) -> Bool {
        switch error {
        case .broken, .unreachable, .malformed: true
        case .api(let code, _):
            ["EVENTS_LOST", "EVENT_FROM_TOKEN_PARSE_ERROR", "EVENT_SUBSCRIPTION_PARSE_FAILURE", "SESSION_INVALID"]
                .contains(code)
        default: false
        }
    }

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
