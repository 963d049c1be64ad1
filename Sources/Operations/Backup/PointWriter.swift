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
        _ reads: [DiskRead], at moment: Moment
    ) async throws -> (place: PointPlace, disks: [PointManifest.Disk]) {
        let place = try repository.begin(vm: subject.name, uuid: subject.uuid, at: moment)
        var disks: [PointManifest.Disk] = []
        for read in reads { disks.append(try await write(read, place)) }
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

    private func write(_ read: DiskRead, _ place: PointPlace) async throws -> PointManifest.Disk {
        let clock = ContinuousClock()
        let began = clock.now
        var request = DiskBackup.Request(title: "\(subject.name) \(read.disk.target)")
        request.earlier = read.earlier
        let done = try await DiskBackup(request, from: read.reader, to: repository.store).run(report: run.report)
        let (name, digest) = try repository.write(done.index, of: read.disk.target, at: place)
        var written = PointManifest.Disk(
            target: read.disk.target, image: read.disk.url, format: read.disk.format, bytes: read.reader.bytes,
            index: name,
            indexDigest: digest, found: read.found, figures: done.figures)
        written.bitmap = read.bitmap
        written.seconds = (clock.now - began) / .seconds(1)
        return written
    }

    /// No increment reads all of a disk without saying why.
    ///
    /// - Parameter doubt: why there is no bitmap that could be believed.
    func allRead(_ disk: BackupSubject.Disk, _ earlier: BackupRepository.Entry?, _ doubt: String) -> String {
        guard let earlier, earlier.manifest?.value?.disks.contains(where: { $0.target == disk.target }) == true else {
            return "first point of this disk: all that it holds was read"
        }
        return "\(doubt) since \(earlier.place.time): all that it holds was read, and compared by digest"
    }
}

/// One disk that is about to be read.
struct DiskRead: Sendable {
    var disk: BackupSubject.Disk
    var reader: any BlockReader
    /// How it is known what to read.
    var found: String
    /// The index that the reader's changes begin at.
    var earlier: ChunkIndex?
    /// The bitmap that begins at this point.
    var bitmap: String?
}
