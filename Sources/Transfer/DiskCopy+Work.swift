internal import BlockExport
internal import Estate

extension DiskCopy {
    private enum Done: Sendable {
        case moved(ChunkMover.Moved)
        case cleared(Int)
        case saved(CopyCheckpoint)
    }

    /// Runs one pass, and keeps its state whether it ends or fails.
    func pass(_ kind: PassResult.Kind, copying work: [Int], clearing free: [Int]) async throws -> PassResult {
        var result = PassResult(
            number: current.passes.count + 1, kind: kind, chunksCopied: 0, bytesRead: 0, bytesSent: 0, seconds: 0)
        let start = now()
        do {
            try await move(work, clearing: free, into: &result)
        } catch {
            throw await stopped(error)
        }
        result.seconds = now() - start
        current.passes.append(result)
        targetIsNew = false
        try await keep()
        return result
    }

    private func move(_ work: [Int], clearing free: [Int], into result: inout PassResult) async throws {
        let mover = ChunkMover(source: source, target: target, plan: plan)
        let total = Double(work.reduce(0) { $0 + plan.range($1).count })
        let title = "Copying \(source.identity.name), pass \(result.number)"
        var queue = try await prepare(work, clearing: free)
        var lastSave = now()
        var saving = false
        try await withThrowingTaskGroup(of: Done.self) { group in
            func start() {
                guard let task = queue.popLast() else { return }
                group.addTask {
                    if let before = task.before { return .moved(try await mover.move(task.index, before: before)) }
                    try await mover.clear(task.index)
                    return .cleared(task.index)
                }
            }
            for _ in 0..<window { start() }
            while let done = try await group.next() {
                try Task.checkCancellation()
                switch done {
                case .saved(let state):
                    checkpoint = state
                    saving = false
                    lastSave = now()
                    continue
                case .cleared(let index): current.chunks[index] = .zeros
                case .moved(let moved):
                    current.chunks[moved.index] = moved.digest
                    result.chunksCopied += 1
                    result.bytesRead += UInt64(plan.range(moved.index).count)
                    result.bytesSent += UInt64(moved.sentBytes)
                    report(StepProgress(title, done: Double(result.bytesRead), total: total, unit: .bytes))
                }
                start()
                if !saving, now() - lastSave >= Self.saveEvery {
                    saving = true
                    let (state, target, save) = (current, target, save)
                    group.addTask {
                        try await target.sync()
                        try await save(state)
                        return .saved(state)
                    }
                }
            }
        }
    }

    /// A chunk to move, or to clear where `before` is nil.
    private struct Step: Sendable {
        var index: Int
        var before: ChunkMover.Before?
    }

    /// The steps, last one first. Until a chunk is written whole nobody knows what the target holds there: a later
    /// pass says so in the checkpoint before it touches the target.
    private func prepare(_ work: [Int], clearing free: [Int]) async throws -> [Step] {
        let steps = work.map { index in
            let isZero = current.chunks[index] == .zeros || (targetIsNew && current.chunks[index] == .unknown)
            return Step(index: index, before: isZero ? .zeros : .anything)
        }
        for index in work { current.chunks[index] = .unknown }
        if targetIsNew {
            for index in free { current.chunks[index] = .zeros }
        }
        if current.isComplete { try await save(current) }
        let unclear = free.filter { current.chunks[$0] == .unknown }
        return unclear.reversed().map { Step(index: $0, before: nil) } + steps.reversed()
    }

    /// Syncs the target and saves the state.
    private func keep() async throws {
        let state = current
        try await target.sync()
        try await save(state)
        checkpoint = state
    }

    /// Keeps what can be kept after an error, also in a cancelled task, and says so.
    private func stopped(_ error: any Error) async -> any Error {
        let kept = await Task { [self] in
            do { try await keep() } catch { return false }
            return true
        }.value
        if !kept { current = checkpoint }
        targetIsNew = false
        targetIsTrusted = kept
        let copied = checkpoint.chunks.count - checkpoint.chunks.unknownCount
        let state = "\(target.label) is kept: \(copied) of \(checkpoint.chunks.count) chunks are safe"
        if error is CancellationError || Task.isCancelled {
            return Failure(
                "finish the copy", on: source.identity.name, because: "it was stopped; \(state)",
                next: "run again with --resume", exit: .interrupted)
        }
        guard var failure = error as? Failure else { return error }
        failure.because += "; \(state)"
        return failure
    }
}
