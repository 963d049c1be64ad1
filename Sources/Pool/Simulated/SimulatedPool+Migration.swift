package import Estate
internal import Libvirt

extension SimulatedPool {
    @discardableResult
    package func migrate(
        _ request: MigrationRequest, events: @escaping @Sendable (MigrationEvent) -> Void
    ) async throws -> JobStatistics {
        if let worst = try concerns(about: request).first(where: { $0.severity == .critical }) {
            throw Failure(
                "migrate the machine", on: request.machine, because: worst.seen, next: worst.advice, exit: .refused)
        }
        let entry = entries[try index(request.machine, on: request.from, to: "migrate the machine")]
        let job = SimulatedMigration(
            to: request.to, memoryBytes: entry.machine.memoryBytes,
            bytesPerSecond: request.bandwidthMiBPerSecond.map { Double($0) * 1_048_576 } ?? physics.linkBytesPerSecond,
            dirtyBytesPerSecond: physics.dirtyBytesPerSecond,
            downtime: Double(request.maxDowntimeMilliseconds ?? 300) / 1000)
        migrations[request.machine] = job
        defer { migrations[request.machine] = nil }
        func tell(_ kind: MigrationEvent.Kind, _ host: String) {
            events(
                MigrationEvent(kind: kind, host: host, monotonicNanoseconds: Libvirt.monotonicNanoseconds()))
        }
        tell(.started, request.to)
        for round in job.rounds.indices {
            tell(.iteration(round + 1), request.from)
            if round == job.rounds.count - 1 { tell(.suspended, request.from) }
            try await pass(job.rounds[round] / job.bytesPerSecond, request)
            migrations[request.machine]?.finishedRounds = round + 1
        }
        let index = try index(request.machine, on: request.from, to: "migrate the machine")
        entries[index].machine.host = request.to
        tell(.resumed, request.to)
        tell(.jobCompleted, request.from)
        tell(.stopped, request.from)
        return JobStatistics(
            totalMilliseconds: job.totalSeconds * 1000, downtimeMilliseconds: job.pauseSeconds * 1000,
            setupMilliseconds: 0, memoryTotalBytes: entry.machine.memoryBytes,
            memoryProcessedBytes: UInt64(job.rounds.reduce(0, +)), memoryBytesPerSecond: UInt64(job.bytesPerSecond),
            iterations: UInt64(job.rounds.count))
    }

    package func jobProgress(of machine: String, on host: String) throws -> JobProgress? {
        _ = try reach(host)
        return migrations[machine]?.progress
    }

    package func abortMigration(of machine: String, on host: String) throws {
        guard migrations[machine] != nil else {
            throw Failure(
                "abort the migration", on: machine, because: "none is under way",
                next: "see `p2v pool`: the migration may be over already")
        }
        migrations[machine]?.aborted = true
    }

    package func dirtyRate(of machine: String, on host: String, seconds: Int) throws -> UInt64 {
        _ = try index(machine, on: host, to: "measure the dirty rate")
        return UInt64(physics.dirtyBytesPerSecond)
    }

    package func concerns(about request: MigrationRequest) throws -> [Concern] {
        let machine = entries[try index(request.machine, on: request.from, to: "check the migration")].machine
        let target = try reach(request.to)
        func critical(_ id: String, _ seen: String, _ advice: String) -> Concern {
            Concern(id: id, severity: .critical, seen: seen, matters: "The migration cannot succeed.", advice: advice)
        }
        var concerns: [Concern] = []
        if request.from == request.to {
            concerns.append(
                critical("migrate-same-host", "source and destination are both \(request.to)", "name another host"))
        }
        if machine.state != .running {
            concerns.append(
                critical("migrate-not-running", "the machine is \(machine.state.rawValue)", "start it first"))
        }
        if migrations[request.machine] != nil {
            concerns.append(critical("migrate-job", "a migration of it is under way", "wait until it has ended"))
        }
        if target.inMaintenance {
            concerns.append(
                critical("migrate-maintenance", "\(request.to) is in maintenance", "name another host"))
        }
        if target.freeMemoryBytes < machine.memoryBytes {
            concerns.append(
                critical(
                    "migrate-memory",
                    "\(request.to) has \(target.freeMemoryBytes >> 20) MiB free, the machine needs "
                        + "\(machine.memoryBytes >> 20) MiB", "move something else away first"))
        }
        return concerns
    }

    /// Simulated time passes in small steps, so that an abort is seen.
    private func pass(_ seconds: Double, _ request: MigrationRequest) async throws {
        var left = seconds * physics.pace
        repeat {
            try Task.checkCancellation()
            if migrations[request.machine]?.aborted ?? true {
                throw Failure(
                    "migrate the machine", on: request.machine,
                    because: "the migration was aborted; it is running on \(request.from)",
                    next: "start it again when you like", exit: .interrupted)
            }
            let step = min(left, 0.01)
            if step > 0 { try await Task.sleep(for: .seconds(step)) } else { await Task.yield() }
            left -= step
        } while left > 0
    }
}
