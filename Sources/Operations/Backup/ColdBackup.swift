internal import Backup
internal import Estate
internal import ImageStores
internal import Pool

/// A VM that is off: its images are read under their leases, and it is looked at afterwards whether it still was off all the
/// time.
struct ColdBackup: Sendable {
    let run: BackupRun
    let subject: BackupSubject
    let writer: PointWriter

    private struct Image: Sendable {
        var disk: BackupSubject.Disk
        var store: any ImageStore
        var name: String
        var lease: ImageLease
        var modified: Double
    }

    func take() async throws -> TakenPoint {
        try await proveOff()
        let images = try await hold()
        do {
            let moment = run.workspace.now()
            let written = try await read(images, moment)
            try await proveUntouched(images)
            let manifest = try writer.complete(
                written.place, written.disks, at: moment, FrozenMoment.Outcome(consistency: .off))
            await letGo(images)
            return TakenPoint(manifest: manifest, warnings: [])
        } catch {
            await letGo(images)
            throw error
        }
    }

    /// Every host is asked: the VM may run where another definition of it is.
    private func proveOff() async throws {
        let places = try await run.pool.places(ofUUID: subject.uuid)
        if let other = places.first(where: { $0.state != .shutOff }) {
            throw refusal("on \(other.host) it is \(other.state.rawValue)")
        }
    }

    private func hold() async throws -> [Image] {
        var images: [Image] = []
        do {
            let repositories = try await run.pool.storage()
            for disk in subject.disks {
                guard let (repository, name) = ImageGuard.place(of: disk.url, repositories) else {
                    throw refusal("its image \(disk.url) is on no SR of the pool file, and cannot be read from here")
                }
                let store = try await ImageStores.open(repository)
                let lease = try await ImageLease(of: name, in: store, purpose: "back up \(subject.name)")
                do {
                    images.append(
                        Image(
                            disk: disk, store: store, name: name, lease: lease, modified: try await store.modified(name)
                        ))
                } catch {
                    await lease.giveBack()
                    throw error
                }
            }
            return images
        } catch {
            await letGo(images)
            throw error
        }
    }

    private func read(
        _ images: [Image], _ moment: Moment
    ) async throws -> (place: PointPlace, disks: [PointManifest.Disk]) {
        let earlier = try writer.earlier()
        var reads: [DiskRead] = []
        do {
            for image in images {
                let found = writer.allRead(image.disk, earlier, "it is off, and nobody counted what was written")
                reads.append(DiskRead(disk: image.disk, reader: try await reader(image), found: found))
            }
            let written = try await writer.write(reads, at: moment)
            for read in reads { await read.reader.close() }
            return written
        } catch {
            for read in reads { await read.reader.close() }
            throw error
        }
    }

    private func reader(_ image: Image) async throws -> any BlockReader {
        if image.disk.format == "raw" {
            return try await ImageReader(try await image.store.open(image.name, writing: false))
        }
        let options = try QemuImage.options(image.store.location(of: image.name), format: image.disk.format)
        return try await NBDReader(.server(["qemu-nbd", "--read-only", "--image-opts", options]), export: "")
    }

    private func proveUntouched(_ images: [Image]) async throws {
        for image in images where try await image.store.modified(image.name) != image.modified {
            throw refusal("its image \(image.name) was written while it was read")
        }
        try await proveOff()
    }

    private func letGo(_ images: [Image]) async { for image in images { await image.lease.giveBack() } }

    private func refusal(_ because: String) -> Failure {
        Failure(
            "back up the VM, which is off,", on: subject.name, because: because,
            next: "run again when nobody starts or changes it", exit: .refused)
    }
}
