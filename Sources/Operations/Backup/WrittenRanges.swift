internal import Backup
internal import Estate
internal import Pool

/// What was written to a running disk since an earlier point: QEMU's bitmap that began there. Any doubt, and all is read, with
/// the reason on record.
struct WrittenRanges: Sendable {
    let pool: LibvirtPool
    let subject: BackupSubject
    let writer: PointWriter
    let way: NBDReader.Way

    func read(
        _ disk: BackupSubject.Disk, _ reader: any BlockReader, _ earlier: BackupRepository.Entry?,
        _ bitmaps: LiveBackup.Bitmaps
    ) async -> DiskRead {
        let counted = bitmaps.disks[disk.target]
        var read = DiskRead(disk: disk, reader: reader, found: "", bitmap: counted == nil ? nil : bitmaps.name)
        do {
            let (since, index) = try before(disk, earlier, counted, bitmaps.doubt)
            let changed = try await changes(of: since.bitmap, counted: since.disk)
            read.reader = ReaderWithChanges(reader, changed: changed)
            read.earlier = index
            read.found = "what was written since \(since.time), by QEMU's bitmap"
        } catch {
            read.found = writer.allRead(disk, earlier, (error as? Doubt)?.words ?? "the bitmap was not read (\(error))")
        }
        return read
    }

    private struct Doubt: Error {
        var words: String
    }

    private func before(
        _ disk: BackupSubject.Disk, _ earlier: BackupRepository.Entry?, _ counted: LibvirtPool.WrittenDisk?,
        _ doubt: String?
    ) throws -> (since: (bitmap: String, time: String, disk: LibvirtPool.WrittenDisk), index: ChunkIndex) {
        guard let counted else { throw Doubt(words: doubt ?? "QEMU takes no bitmap for it") }
        guard let earlier, let known = earlier.manifest?.value?.disks.first(where: { $0.target == disk.target }),
            let bitmap = known.bitmap
        else { throw Doubt(words: "no bitmap") }
        guard counted.bitmaps.contains(bitmap) else {
            throw Doubt(words: "QEMU has lost its bitmap (it was started, moved or backed up elsewhere)")
        }
        return ((bitmap, earlier.place.time, counted), try writer.repository.index(of: known, at: earlier.place))
    }

    private func changes(of bitmap: String, counted disk: LibvirtPool.WrittenDisk) async throws -> [Range<UInt64>] {
        let shown = try await pool.show(bitmap, of: disk, subject)
        do {
            let reader = try await NBDReader(way, export: shown.export, bitmap: shown.bitmap)
            let changed: [Range<UInt64>]?
            do { changed = try await reader.changedRanges() } catch {
                await reader.close()
                throw error
            }
            await reader.close()
            try await pool.hide(disk, subject)
            guard let changed else { throw Doubt(words: "QEMU did not show its bitmap") }
            return changed
        } catch {
            try? await pool.hide(disk, subject)
            throw error
        }
    }
}
