internal import ImageStores

/// # DiskCopying: a disk as a stream of extents
///
/// Knows no VM and no plan. A disk is cut into chunks; each chunk's digest is remembered, and that is all the state
/// there is: it resumes a cut copy, finds what changed since the last pass, and proves the result.
///
/// ```
/// ProgramDiskSource ─ used extents ─┐                          ┌ NFSImageStore        nfs://server/export
/// (p2v-source, ssh) ─ reads ────────┼→ DiskCopy ─ ImageFile ───┤
/// NBDDiskSource     ─ digests ──────┘      │                   └ DirectoryImageStore  /path
///                                          └→ CopyCheckpoint, CopyManifest
/// ```
///
/// pass 1 `fullPass` copies used chunks while the server works; `deltaPass` copies what changed, as often as wanted;
/// `verify` compares every chunk's digest at the source with the one read back from the target.
package enum DiskCopying {
    /// Bytes of a chunk for a disk of this size: 1 MiB up to 256 GiB, then larger, so that the table of digests stays
    /// under 262 144 entries; at most 16 MiB.
    package static func chunkBytes(forDisk bytes: UInt64) -> Int {
        var chunk: UInt64 = 1 << 20
        while bytes / chunk > 262_144, chunk < 16 << 20 { chunk *= 2 }
        return Int(chunk)
    }
}
