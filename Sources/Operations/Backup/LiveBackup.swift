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
        let member = try run.pool.configuration.hosts.first { $0.name == subject.host }
            .map { member in (member, try HostSocket.way(to: member, socket: "")) }?.0
        guard let member else { throw gone }
        let (socket, outcome) = try await begin()
        let moment = run.workspace.now()
        do {
            let written = try await read(try HostSocket.way(to: member, socket: socket), moment)
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
        _ way: NBDReader.Way, _ moment: Moment
    ) async throws -> (place: PointPlace, disks: [PointManifest.Disk]) {
        var readers: [(disk: BackupSubject.Disk, reader: any BlockReader)] = []
        do {
            for disk in subject.disks { readers.append((disk, try await NBDReader(way, export: disk.target))) }
            let written = try await writer.write(readers, at: moment)
            for reader in readers { await reader.reader.close() }
            return written
        } catch {
            for reader in readers { await reader.reader.close() }
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
