/// # Backup: points in time of disks, in a repository that other tools read
///
/// Knows no pool. Chunks and indexes have the format of casync (systemd project), so that Debian's `casync`, and desync, restore
/// without p2v. A chunk never changes once it is written.
///
/// ```
/// BlockReader ─ used ranges, reads ─→ DiskBackup ─→ ChunkStore   REPO/chunks.castr/ab12/ab12….cacnk
/// (NBD, image)                            │
///                                         └──────→ ChunkIndex   REPO/vms/NAME-UUID/TIME/vda.caibx
///                                                               REPO/vms/NAME-UUID/TIME/domain.xml
///                                                               REPO/vms/NAME-UUID/TIME/manifest.json  last
/// ChunkIndex + ChunkStore ─→ DiskRestore ─→ ImageFile (written, then read back)
/// Retention: which points stay.   Sweep: chunks that no index names go.
/// ```
package enum Backup {
    /// Bytes of a chunk: what 4 KiB that were written cost an increment, against a file and a table entry for each.
    package static let chunkBytes = 1 << 20
}
