package import Estate
internal import Libvirt

extension LibvirtPool {
    @discardableResult
    package func migrate(
        _ request: MigrationRequest, events: @escaping @Sendable (MigrationEvent) -> Void
    ) async throws -> JobStatistics {
        if let worst = try await concerns(about: request).first(where: { $0.severity == .critical }) {
            throw Failure(
                "migrate the machine", on: request.machine, because: worst.seen, next: worst.advice, exit: .refused)
        }
        let member = try member(request.to)
        let destination = try PeerURI.text(member)
        var options = MigrationOptions(request, xen: isXen)
        if !isXen { try options.use(member) }
        let domain = try await domain(request.machine, on: request.from, to: "migrate the machine")
        let watch = MigrationWatch(uuid: domain.uuid, report: events)
        let source = try await connections.to(request.from)
        let target = try await connections.to(request.to)
        return try await watch.during(source, request.from, target, request.to) { [options] in
            try await self.drive(domain, request, to: destination, options)
            return await self.statistics(of: request, domain.uuid, watch)
        }
    }

    package func jobProgress(of machine: String, on host: String) async throws -> JobProgress? {
        try await job(of: machine, on: host).map(JobProgress.init)
    }

    package func abortMigration(of machine: String, on host: String) async throws {
        let domain = try await domain(machine, on: host, to: "abort the migration")
        do {
            try await domain.abortJob()
        } catch {
            throw error.failure(
                "abort the migration", on: machine, next: "see `p2v pool`: the migration may be over already")
        }
    }

    package func adjustMigration(of machine: String, on host: String, _ change: MigrationChange) async throws {
        let domain = try await domain(machine, on: host, to: "change the migration")
        do {
            switch change {
            case .maxDowntime(let milliseconds):
                try await domain.setMaxDowntime(milliseconds: UInt64(max(1, milliseconds)))
            case .bandwidth(let mibPerSecond): try await domain.setMaxSpeed(mibPerSecond: UInt(max(1, mibPerSecond)))
            case .postCopy: try await domain.startPostCopy()
            }
        } catch {
            throw error.failure("change the migration", on: machine, next: "let it go on as it is")
        }
    }

    /// Runs libvirt's call to its end. Cancelling the task aborts the job, and again until libvirt gives it up: the
    /// first request may come before the job began.
    private func drive(
        _ domain: Domain, _ request: MigrationRequest, to destination: String, _ options: MigrationOptions
    ) async throws {
        let running = Running()
        let begun = ContinuousClock.now
        do {
            async let limited: Void = limitDowntime(domain, request.maxDowntimeMilliseconds, while: running)
            defer { running.end() }
            try await withTaskCancellationHandler {
                try await domain.migrate(to: destination, options)
            } onCancel: {
                Task {
                    try? await Task.sleep(until: begun + Self.setUp, clock: .continuous)
                    while running.isTrue {
                        try? await Task.sleep(for: await isAborted(domain) ? Self.abortPatience : .milliseconds(50))
                    }
                }
            }
            running.end()
            await limited
        } catch let error as LibvirtError {
            if Task.isCancelled { throw CancellationError() }
            throw explain(error, request)
        }
    }

    /// A move that is aborted in its first moments, while QEMU connects, was seen to have no end for libvirt 9.0 with QEMU
    /// 10.0, which says "cancelled": it is let begin first. Nor is one that was aborted aborted again at once.
    private static let setUp = Duration.seconds(1)

    private func isAborted(_ domain: Domain) async -> Bool {
        do { try await domain.abortJob() } catch { return false }
        return true
    }

    private static let abortPatience = Duration.seconds(2)

    /// QEMU takes the limit only once the job runs.
    private func limitDowntime(
        _ domain: Domain, _ milliseconds: Int?, while running: Running
    ) async {
        guard let milliseconds, features.contains(.maxDowntime) else { return }
        while running.isTrue {
            if (try? await domain.setMaxDowntime(milliseconds: UInt64(max(1, milliseconds)))) != nil { return }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    private func explain(_ error: LibvirtError, _ request: MigrationRequest) -> Failure {
        if error.isAborted {
            return Failure(
                "migrate the machine", on: request.machine, because: "the migration was aborted",
                next: "start it again when you like", exit: .interrupted)
        }
        return Failure(
            "migrate the machine", on: request.machine, because: error.message,
            next: "see the logs of libvirtd on \(request.from) and \(request.to)")
    }

    /// Finished statistics can be read once, on the destination; the source sent its own with its last event. The machine
    /// has moved: figures that cannot be read are missing, and make no failure of it.
    private func statistics(
        of request: MigrationRequest, _ uuid: String, _ watch: MigrationWatch
    ) async -> JobStatistics {
        let target = try? await connections.to(request.to)
        let read = try? await target?.domain(uuid: uuid).jobStats(completed: true)
        return JobStatistics(read, watch.completed)
    }
}
