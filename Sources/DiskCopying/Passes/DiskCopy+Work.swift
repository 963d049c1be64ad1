internal import BlockExport
internal import Estate
internal import ImageStores

extension DiskCopy {
    private enum Done: Sendable {
        case moved(ChunkMover.Moved)
        case cleared(Int)
        case saved(CopyCheckpoint)
        case journaled
    }

    /// Runs one pass, and keeps its state whether it ends or fails.
    ///
    /// - Parameter patching: parts of chunks to copy, where the target holds the rest.
    func pass(
        _ kind: PassResult.Kind, copying work: [Int], clearing free: [Int],
        patching: [(index: Int, parts: [Range<UInt64>])] = []
    ) async throws -> PassResult {
        var result = PassResult(
            number: current.passes.count + 1, kind: kind, chunksCopied: carried.chunks, bytesRead: carried.read,
            bytesSent: carried.sent, seconds: 0)
        carried = (0, 0, 0)
        let start = now()
        do {
            try await move(steps(work, clearing: free, patching: patching), into: &result)
        } catch {
            throw await stopped(error)
        }
        result.seconds = now() - start
        current.passes.append(result)
        targetIsNew = false
        try await keep()
        try await journal?.restart()
        return result
    }

    private func move(_ steps: [Step], into result: inout PassResult) async throws {
        let mover = ChunkMover(
            source: PatientRead(source: source, allowHoles: allowHoles), target: target, plan: plan)
        let total = Double(result.bytesRead) + steps.reduce(0) { $0 + Double($1.bytes(plan)) }
        let title = "Copying \(source.identity.name), pass \(result.number)"
        var queue = steps
        var upkeep = Upkeep(lastSave: now())
        try await withThrowingTaskGroup(of: Done.self) { group in
            func start() {
                guard let step = queue.popLast() else { return }
                group.addTask { try await step.run(mover) }
            }
            for _ in 0..<window { start() }
            while let done = try await group.next() {
                try Task.checkCancellation()
                switch done {
                case .saved(let state):
                    checkpoint = state
                    upkeep.saving = false
                    upkeep.lastSave = now()
                    continue
                case .journaled: upkeep.journaling = false
                case .cleared(let index): current.chunks[index] = .zeros
                case .moved(let moved):
                    take(moved, into: &result)
                    upkeep.records.append(
                        CopyJournal.Record(index: moved.index, digest: moved.digest, sentBytes: moved.sentBytes))
                    report(StepProgress(title, done: Double(result.bytesRead), total: total, unit: .bytes))
                }
                if case .journaled = done {} else { start() }
                keepUp(&upkeep, &group)
            }
        }
    }

    /// What is remembered beside the copying.
    private struct Upkeep {
        var lastSave: Double
        var saving = false
        var journaling = false
        var records: [CopyJournal.Record] = []
    }

    private func keepUp(_ upkeep: inout Upkeep, _ group: inout ThrowingTaskGroup<Done, any Error>) {
        if let journal, !upkeep.journaling, !upkeep.records.isEmpty {
            let records = upkeep.records
            upkeep.journaling = true
            upkeep.records = []
            group.addTask {
                try await journal.append(records)
                return .journaled
            }
        }
        guard !upkeep.saving, now() - upkeep.lastSave >= Self.saveEvery else { return }
        upkeep.saving = true
        let (state, target, save) = (current, target, save)
        group.addTask {
            try await target.sync()
            try await save(state)
            return .saved(state)
        }
    }

    private func take(_ moved: ChunkMover.Moved, into result: inout PassResult) {
        current.chunks[moved.index] = moved.digest
        if !moved.holes.isEmpty || current.holes != nil { setHoles(moved) }
        result.chunksCopied += 1
        result.bytesRead += UInt64(moved.readBytes)
        result.bytesSent += UInt64(moved.sentBytes)
    }

    /// A chunk that was read again has the holes of that reading only.
    private func setHoles(_ moved: ChunkMover.Moved) {
        let range = plan.range(moved.index)
        let others = (current.holes ?? []).filter { $0.end <= range.lowerBound || $0.first >= range.upperBound }
        let all = (others + moved.holes.map { ByteRange($0) }).sorted { $0.first < $1.first }
        current.holes = all.isEmpty ? nil : all
    }

    /// A chunk to copy whole, or in parts, or to clear.
    private struct Step: Sendable {
        enum Work: Sendable {
            case copy(ChunkMover.Before)
            case patch([Range<UInt64>])
            case clear
        }

        var index: Int
        var work: Work

        func bytes(_ plan: ChunkGrid) -> Int {
            switch work {
            case .copy: plan.range(index).count
            case .patch(let parts): parts.reduce(0) { $0 + $1.count }
            case .clear: 0
            }
        }

        func run(_ mover: ChunkMover) async throws -> Done {
            switch work {
            case .copy(let before): return .moved(try await mover.move(index, before: before))
            case .patch(let parts): return .moved(try await mover.patch(index, parts))
            case .clear:
                try await mover.clear(index)
                return .cleared(index)
            }
        }
    }

    /// The steps, last one first. Until a chunk is written whole nobody knows what the target holds there: a later
    /// pass says so in the checkpoint before it touches the target.
    private func steps(
        _ work: [Int], clearing free: [Int], patching: [(index: Int, parts: [Range<UInt64>])]
    ) async throws -> [Step] {
        let copies = work.map { index in
            let isZero = current.chunks[index] == .zeros || (targetIsNew && current.chunks[index] == .unknown)
            return Step(index: index, work: .copy(isZero ? .zeros : .anything))
        }
        let patches = patching.filter { current.chunks[$0.index] != .unknown }
            .map { Step(index: $0.index, work: .patch($0.parts)) }
        for step in copies + patches { current.chunks[step.index] = .unknown }
        if targetIsNew {
            for index in free { current.chunks[index] = .zeros }
        }
        if current.isComplete { try await save(current) }
        if free.contains(where: { current.chunks[$0] == .unknown }) {
            let free = Set(free)
            for index in try await ImageDigests(file: target, plan: plan).holes()
            where free.contains(index) && current.chunks[index] == .unknown { current.chunks[index] = .zeros }
        }
        let unclear = free.filter { current.chunks[$0] == .unknown }
        return unclear.reversed().map { Step(index: $0, work: .clear) } + (copies + patches).reversed()
    }

    /// Syncs the target and saves the state.
    func keep() async throws {
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
