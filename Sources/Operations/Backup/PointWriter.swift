internal import Backup
internal import Estate
internal import Pool

/// One VM's disks, as readers show them, into a point.
struct PointWriter: Sendable {
    let repository: BackupRepository
    let subject: BackupSubject
    let run: BackupRun

    /// The newest point of the same VM, by its UUID, that is whole.
    func earlier() throws -> BackupRepository.Entry? {
        try repository.entries().filter { $0.place.uuid == subject.uuid && $0.manifest?.value != nil }
            .max { ($0.manifest?.value?.takenAt.seconds ?? 0) < ($1.manifest?.value?.takenAt.seconds ?? 0) }
    }

    /// Writes all but what makes it a point.
    func write(
        _ readers: [(disk: BackupSubject.Disk, reader: any BlockReader)], at moment: Moment
    ) async throws -> (place: PointPlace, disks: [PointManifest.Disk]) {
        let earlier = try earlier()
        let place = try repository.begin(vm: subject.name, uuid: subject.uuid, at: moment)
        var disks: [PointManifest.Disk] = []
        for (disk, reader) in readers { disks.append(try await write(disk, reader, earlier, place)) }
        return (place, disks)
    }

    func complete(
        _ place: PointPlace, _ disks: [PointManifest.Disk], at moment: Moment, _ outcome: FrozenMoment.Outcome
    ) throws -> PointManifest {
        var manifest = PointManifest(
            vm: subject.name, uuid: subject.uuid, pool: run.pool.name, host: subject.host, takenAt: moment,
            consistency: outcome.consistency, by: run.workspace.who, disks: disks)
        manifest.because = outcome.because
        manifest.frozenSeconds = outcome.seconds
        try repository.complete(manifest, definition: subject.definition, at: place)
        return manifest
    }

    private func write(
        _ disk: BackupSubject.Disk, _ reader: any BlockReader, _ earlier: BackupRepository.Entry?, _ place: PointPlace
    ) async throws -> PointManifest.Disk {
        let clock = ContinuousClock()
        let began = clock.now
        let request = DiskBackup.Request(title: "\(subject.name) \(disk.target)")
        let done = try await DiskBackup(request, from: reader, to: repository.store).run(report: run.report)
        let (name, digest) = try repository.write(done.index, of: disk.target, at: place)
        var written = PointManifest.Disk(
            target: disk.target, image: disk.url, format: disk.format, bytes: reader.bytes, index: name,
            indexDigest: digest, found: found(disk, earlier), figures: done.figures)
        written.seconds = (clock.now - began) / .seconds(1)
        return written
    }

    /// No increment reads all of a disk without saying why.
    private func found(_ disk: BackupSubject.Disk, _ earlier: BackupRepository.Entry?) -> String {
        guard let earlier, earlier.manifest?.value?.disks.contains(where: { $0.target == disk.target }) == true else {
            return "first point of this disk: all that it holds was read"
        }
        return "no bitmap since \(earlier.place.time): all that it holds was read, and compared by digest"
    }
}
