internal import ChunkCodec
package import Estate
internal import Foundation

/// Chunks by name: casync's store (`.castr`), a file for each, in a folder of its name's first four digits.
package struct ChunkStore: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    static let ending = ".cacnk"

    package func folder(of id: ChunkID) -> String { "\(path)/\(id.hex.prefix(4))" }
    package func file(of id: ChunkID) -> String { "\(folder(of: id))/\(id.hex)\(Self.ending)" }

    /// Whether the chunk is there. It is written in one step, so there is no part of one; what a disk has spoilt since is found
    /// by reading it.
    package func contains(_ id: ChunkID) throws -> Bool { try DurableFile.exists(file(of: id)) }

    /// Writes a chunk; its name is on the disk once the folder is synced.
    ///
    /// - Returns: bytes that it takes.
    func write(_ bytes: [UInt8], as id: ChunkID) throws -> Int {
        let frame: [UInt8]
        do { frame = try ChunkCodec.compress(bytes) } catch {
            throw Failure("compress a chunk", on: path, because: "\(error)", next: "report this")
        }
        return try write(frame: frame, as: id)
    }

    func write(frame: [UInt8], as id: ChunkID) throws -> Int {
        try proveRoom()
        try DurableFile.makeFolder(folder(of: id))
        try DurableFile.write(frame, to: file(of: id), mode: 0o600)
        return frame.count
    }

    /// Folders whose new names are to be on the disk, and the folders' own names.
    func sync(_ folders: Set<String>) throws {
        for folder in folders.sorted() { try DurableFile.syncFolder(folder) }
        try DurableFile.syncFolder(path)
    }

    /// Bytes that stay free: a repository that is full to the last byte has no room for the lease of the prune that would make
    /// some.
    static let reserve: UInt64 = 32 << 20

    private func proveRoom() throws {
        guard let free = DurableFile.freeBytes(near: path), free < Self.reserve else { return }
        throw Failure(
            "write a chunk", on: path,
            because:
                "\(Bytes.text(free)) are free there, and the last \(Bytes.text(Self.reserve)) are left for a prune",
            next: "make room: p2v backup prune; what is complete stays, and is not written again")
    }

    /// What the chunk holds.
    ///
    /// - Parameter count: bytes that it must have.
    /// - Throws: ``Damage`` where it is missing or is not what its name says; ``Failure`` where it cannot be read.
    package func read(_ id: ChunkID, count: Int) throws -> [UInt8] { try whole(id, count).bytes }

    /// The chunk as it is in the store, which holds what its name says. Throws as ``read(_:count:)`` does.
    func frame(_ id: ChunkID, count: Int) throws -> [UInt8] { try whole(id, count).frame }

    private func whole(_ id: ChunkID, _ count: Int) throws -> (bytes: [UInt8], frame: [UInt8]) {
        let path = file(of: id)
        guard try DurableFile.exists(path) else { throw Damage(chunk: id, path: path, because: "it is not there") }
        let frame = try DurableFile.read(path, limit: 2 * count + 1 << 20)
        let bytes: [UInt8]
        do { bytes = try ChunkCodec.decompress(frame, limit: count) } catch {
            throw Damage(chunk: id, path: path, because: "\(error)")
        }
        guard bytes.count == count else {
            throw Damage(chunk: id, path: path, because: "it holds \(bytes.count) bytes, not \(count)")
        }
        guard try ChunkID(of: bytes) == id else {
            throw Damage(chunk: id, path: path, because: "its SHA-512/256 is another one than its name")
        }
        return (bytes, frame)
    }

    /// A chunk that is not what an index says.
    package struct Damage: Error, Sendable, Hashable {
        package var chunk: ChunkID
        package var path: String
        package var because: String

        package var failure: Failure {
            Failure(
                "read the chunk", on: path, because: because,
                next:
                    "restore from another point or another copy of the repository; remove the damaged file, so that a backup "
                    + "writes it again where a VM still holds it", exit: .unproved)
        }
    }
}
