internal import Backup
internal import Estate
internal import Logging
internal import Pool

/// A VM that runs: QEMU shows its disks as they were at one moment, and keeps what the guest overwrites in scratch files.
struct LiveBackup: Sendable {
    let run: BackupRun
    let subject: BackupSubject
    let writer: PointWriter

    func take() async throws -> TakenPoint {
        guard let member = run.pool.configuration.hosts.first(where: { $0.name == subject.host }) else { throw gone }
        // Before anything begins: is there a way at all?
        _ = try HostSocket.way(to: member, socket: "/")
        try await run.pool.endLeftover(of: subject)
        let bitmap = "p2v-\(PointPlace.name(of: run.workspace.now()))-\(run.workspace.makeID())"
        let (written, doubt) = await beginBitmaps(bitmap)
        do {
            let taken = try await take(member, Bitmaps(name: bitmap, disks: written, doubt: doubt))
            let left = await run.pool.settleBitmaps(subject, written, new: bitmap, isKept: true)
            for words in left { run.workspace.log.warning("\(words)") }
            return taken
        } catch {
            _ = await Task { await run.pool.settleBitmaps(subject, written, new: bitmap, isKept: false) }.value
            throw error
        }
    }

    /// Which disks' writes are counted from now on.
    struct Bitmaps: Sendable {
        var name: String
        var disks: [String: LibvirtPool.WrittenDisk]
        /// Why none are; nil where some are.
        var doubt: String?
    }

    private func beginBitmaps(_ name: String) async -> ([String: LibvirtPool.WrittenDisk], String?) {
        do { return (try await run.pool.beginBitmaps(subject, named: name), nil) } catch {
            return ([:], "QEMU cannot be asked for bitmaps (\((error as? Failure)?.because ?? "\(error)"))")
        }
    }

    private func take(_ member: PoolConfiguration.Member, _ bitmaps: Bitmaps) async throws -> TakenPoint {
        let (socket, outcome) = try await begin()
        let moment = run.workspace.now()
        do {
            let written = try await read(try HostSocket.way(to: member, socket: socket), bitmaps, moment)
            let warnings = await end() + warnings(outcome)
            let manifest = try writer.complete(written.place, written.disks, at: moment, outcome)
            return TakenPoint(manifest: manifest, warnings: warnings)
        } catch {
            for warning in await end() { run.workspace.log.warning("\(warning)") }
            throw error
        }
    }

    private func begin() async throws -> (socket: String, outcome: FrozenMoment.Outcome) {
        let (pool, subject, scratch) = (run.pool, subject, run.request.scratch)
        guard subject.agent == true else {
            let because =
                subject.agent == nil
                ? "the VM has no channel for a guest agent" : "no guest agent answers on the VM's channel"
            let socket = try await pool.beginBackup(subject, scratch: scratch)
            return (socket, FrozenMoment.Outcome(because: because))
        }
        let moment = FrozenMoment(freeze: { try await pool.freeze(subject) }, thaw: { try await pool.thaw(subject) })
        do {
            let taken = try await moment.take { try await pool.beginBackup(subject, scratch: scratch) }
            return (taken.value, taken.outcome)
        } catch {
            // It may have begun all the same.
            _ = await end()
            throw error
        }
    }

    private func read(
        _ way: NBDReader.Way, _ bitmaps: Bitmaps, _ moment: Moment
    ) async throws -> (place: PointPlace, disks: [PointManifest.Disk]) {
        let finder = WrittenRanges(pool: run.pool, subject: subject, writer: writer, way: way)
        let earlier = try writer.earlier()
        var reads: [DiskRead] = []
        do {
            for disk in subject.disks {
                let reader = try await NBDReader(way, export: disk.target)
                reads.append(await finder.read(disk, reader, earlier, bitmaps))
            }
            let written = try await writer.write(reads, at: moment)
            for read in reads { await read.reader.close() }
            return written
        } catch {
            for read in reads { await read.reader.close() }
            throw error
        }
    }

    /// What the guest overwrites is kept until it is ended: it is ended also when the operator stops the work.
    private func end() async -> [String] {
        let (pool, subject) = (run.pool, subject)
        return await Task {
            do {
                try await pool.endBackup(subject)
                return []
            } catch {
                return [
                    "\(subject.name): the backup job could not be ended, and fills \(run.request.scratch) on \(subject.host): "
                        + "\(error); end it with virsh domjobabort \(subject.name)"
                ]
            }
        }.value
    }

    private func warnings(_ outcome: FrozenMoment.Outcome) -> [String] {
        outcome.stuck.map {
            [
                "\(subject.name): its file systems may still be held still: \($0); let them go with virsh domfsthaw \(subject.name)"
            ]
        } ?? []
    }

    private var gone: Failure {
        Failure(
            "back up the VM", on: subject.name, because: "the pool file does not name its host \(subject.host)",
            next: "see p2v pool")
    }
}
