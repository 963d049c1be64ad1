package import Estate
internal import Foundation

/// What a point in time is: the file `manifest.json`, written last. A folder without one holds no point.
package struct PointManifest: Sendable, Hashable, Codable {
    package static let format = "p2v-backup/1"

    /// What the guest's own file systems were at the moment.
    package enum Consistency: String, Sendable, Hashable, Codable {
        /// The VM was off.
        case off
        /// The guest agent held the file systems still.
        case frozen
        /// As after a power cut: journals are replayed at the first start.
        case crash
    }

    package struct Disk: Sendable, Hashable, Codable {
        /// The guest's name of it: `vda`.
        package var target: String
        /// Where it was: `nfs://server/export/file`, or a path on the host.
        package var image: String
        /// Format of that image. The backup is of the disk in it.
        package var format: String
        package var bytes: UInt64
        /// The index's file, beside this one.
        package var index: String
        /// SHA-512/256 of the index's file.
        package var indexDigest: String
        /// How it was known what to read, in words: an increment that read all of the disk says why.
        package var found: String
        package var figures: DiskBackup.Figures
        /// QEMU's bitmap that began at this point; nil: none.
        package var bitmap: String?
        package var seconds: Double?

        package init(
            target: String, image: String, format: String, bytes: UInt64, index: String, indexDigest: String,
            found: String, figures: DiskBackup.Figures
        ) {
            (self.target, self.image, self.format, self.bytes) = (target, image, format, bytes)
            (self.index, self.indexDigest, self.found, self.figures) = (index, indexDigest, found, figures)
        }
    }

    package var format = Self.format
    package var vm: String
    package var uuid: String
    package var pool: String
    package var host: String
    /// The moment that the disks are of.
    package var takenAt: Moment
    package var consistency: Consistency
    /// Why it is no better one; nil where it is.
    package var because: String?
    /// Seconds that the guest's file systems were held still.
    package var frozenSeconds: Double?
    package var by: String
    package var version: String
    package var disks: [Disk]

    package init(
        vm: String, uuid: String, pool: String, host: String, takenAt: Moment, consistency: Consistency, by: String,
        disks: [Disk]
    ) {
        (self.vm, self.uuid, self.pool, self.host, self.takenAt) = (vm, uuid, pool, host, takenAt)
        (self.consistency, self.by, self.disks) = (consistency, by, disks)
        version = Release.version
    }

    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [10]
    }

    /// Reads one; what could not have been written by p2v is refused.
    static func read(_ path: String) throws -> PointManifest {
        let bytes = try DurableFile.read(path, limit: 16 << 20)
        let manifest: PointManifest
        do { manifest = try JSONDecoder().decode(PointManifest.self, from: Data(bytes)) } catch {
            throw bad(path, "it is damaged, or of another version of p2v")
        }
        guard manifest.format == Self.format else { throw bad(path, "its format is \(manifest.format)") }
        let names = manifest.disks.flatMap { [$0.index, $0.target] }
        guard names.allSatisfy(PointPlace.isPlain) else { throw bad(path, "it names files outside of its folder") }
        return manifest
    }

    private static func bad(_ path: String, _ because: String) -> Failure {
        Failure(
            "read the backup's manifest", on: path, because: because,
            next: "use another point; see \"The format of backups\" in the reference for a restore without it")
    }
}
