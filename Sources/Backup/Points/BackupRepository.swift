package import Estate
internal import Foundation

/// A folder of points in time and their chunks.
///
/// ```
/// REPO/p2v-repository.json               what this folder is
/// REPO/chunks.castr/                     the store, of all VMs
/// REPO/vms/NAME-UUID/TIME/vda.caibx      each disk's index
///                         domain.xml     the definition, with its consoles' passwords: mode 600
///                         manifest.json  written last
/// REPO/repository.lease                  who writes or prunes now; prune.lease, reader-ID.lease: see ``reading(_:unlock:note:_:)``
/// ```
package struct BackupRepository: Sendable {
    package let path: String
    package let store: ChunkStore

    private static let mark = "p2v-repository.json"
    private static let format = "p2v-repository/1"
    var vms: String { "\(path)/vms" }

    /// - Parameters:
    ///   - text: a path, or `file:///path`.
    ///   - creating: makes it where the folder is there and empty. A folder that is not there is never made: it may be a mount
    ///     that is missing.
    package init(_ text: String, creating: Bool = false) throws {
        let path = text.hasPrefix("file://") ? String(text.dropFirst(7)) : text
        guard path.hasPrefix("/"), !text.hasPrefix("nfs:") else {
            throw Self.refused(text, "it is no absolute path", "mount it here, and name the folder")
        }
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        store = ChunkStore(path: "\(self.path)/chunks.castr")
        guard try DurableFile.isFolder(self.path) || Self.isLinkToFolder(self.path) else {
            throw Self.refused(text, "there is no such folder", "mount the repository, or make its folder")
        }
        if try DurableFile.exists("\(self.path)/\(Self.mark)") {
            try check()
        } else if creating {
            try create()
        } else {
            throw Self.refused(
                text, "it is no repository of p2v's", "name the folder that `p2v backup make --to` was given")
        }
    }

    private static func isLinkToFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private func check() throws {
        let bytes = try DurableFile.read("\(path)/\(Self.mark)", limit: 1 << 16)
        let known = try? JSONDecoder().decode([String: String].self, from: Data(bytes))
        guard known?["format"] == Self.format else {
            throw Self.refused(path, "its \(Self.mark) is not of this p2v", "use the p2v that wrote it")
        }
    }

    private func create() throws {
        let there = try DurableFile.names(in: path).filter { !$0.hasPrefix(".") && $0 != "lost+found" }
        guard there.isEmpty else {
            throw Self.refused(path, "it is no repository, and holds \(there[0])", "name an empty folder")
        }
        try DurableFile.makeFolder(store.path)
        try DurableFile.makeFolder(vms)
        try DurableFile.write(Array("{\"format\": \"\(Self.format)\"}\n".utf8), to: "\(path)/\(Self.mark)")
        try DurableFile.syncFolder(path)
    }

    private static func refused(_ subject: String, _ because: String, _ next: String) -> Failure {
        Failure("open the backup repository", on: subject, because: because, next: next, exit: .refused)
    }

    // MARK: Points

    /// A folder of a point.
    package struct Entry: Sendable, Hashable {
        package var place: PointPlace
        /// Nil where the point was never finished; unknown where its manifest cannot be read.
        package var manifest: Observed<PointManifest>?
    }

    /// All points, each VM's oldest first. Of folders that are no VM's, nothing is said.
    package func entries() throws -> [Entry] {
        var entries: [Entry] = []
        for folder in try DurableFile.names(in: vms) {
            guard let (vm, uuid) = PointPlace.parts(folder) else { continue }
            for time in try DurableFile.names(in: "\(vms)/\(folder)") where !time.hasPrefix(".") {
                let place = PointPlace(vm: vm, uuid: uuid, time: time, path: "\(vms)/\(folder)/\(time)")
                guard try DurableFile.isFolder(place.path) else { continue }
                entries.append(Entry(place: place, manifest: try manifest(place)))
            }
        }
        return entries
    }

    private func manifest(_ place: PointPlace) throws -> Observed<PointManifest>? {
        let file = "\(place.path)/\(PointPlace.manifest)"
        guard try DurableFile.exists(file) else { return nil }
        do { return .known(try PointManifest.read(file)) } catch let failure as Failure {
            return .unknown(because: failure.because)
        }
    }

    /// A new point's folder.
    package func begin(vm: String, uuid: String, at moment: Moment) throws -> PointPlace {
        guard PointPlace.isPlain(vm), PointPlace.parts(PointPlace.folder(vm: vm, uuid: uuid)) != nil else {
            throw Self.refused(path, "\(vm) or its UUID \(uuid) can be no folder's name", "rename the VM")
        }
        let time = PointPlace.name(of: moment)
        let path = "\(vms)/\(PointPlace.folder(vm: vm, uuid: uuid))/\(time)"
        guard try !DurableFile.isFolder(path) else {
            throw Self.refused(path, "there is a point of this second already", "run again")
        }
        try DurableFile.makeFolder(path)
        return PointPlace(vm: vm, uuid: uuid, time: time, path: path)
    }

    /// Writes an index into a point that is being made.
    ///
    /// - Returns: the file's name, and its SHA-512/256.
    package func write(_ index: ChunkIndex, of target: String, at place: PointPlace) throws -> (
        name: String, digest: String
    ) {
        guard PointPlace.isPlain(target) else {
            throw Self.refused(place.path, "a disk named \(target) can be no file", "rename the disk's target")
        }
        let bytes = index.encoded
        try DurableFile.write(bytes, to: "\(place.path)/\(target)\(PointPlace.indexEnding)")
        return (target + PointPlace.indexEnding, try ChunkID(of: bytes).hex)
    }

    /// Writes the definition and then the manifest: from now on there is a point.
    package func complete(_ manifest: PointManifest, definition: String, at place: PointPlace) throws {
        try complete(try manifest.encoded(), definition: definition, at: place)
    }

    /// - Parameter manifest: as its file is to be.
    func complete(_ manifest: [UInt8], definition: String, at place: PointPlace) throws {
        try DurableFile.write(Array(definition.utf8), to: "\(place.path)/\(PointPlace.definition)")
        try DurableFile.syncFolder(place.path)
        // A folder that is there may be of a run that was killed before it synced the folder's name.
        let machine = "\(vms)/\(PointPlace.folder(vm: place.vm, uuid: place.uuid))"
        for folder in [machine, vms, path] { try DurableFile.syncFolder(folder) }
        try DurableFile.write(manifest, to: "\(place.path)/\(PointPlace.manifest)")
        try DurableFile.syncFolder(place.path)
    }

    package func definition(at place: PointPlace) throws -> String {
        let path = "\(place.path)/\(PointPlace.definition)"
        guard let text = String(validating: try DurableFile.read(path, limit: 16 << 20), as: UTF8.self) else {
            throw Failure("read the definition", on: path, because: "it is no text", next: "use another point")
        }
        return text
    }

    /// A disk's index, as the manifest knows it.
    ///
    /// - Throws: ``Failure`` (unproved) where the file is another one.
    package func index(of disk: PointManifest.Disk, at place: PointPlace) throws -> ChunkIndex {
        let path = "\(place.path)/\(disk.index)"
        let bytes = try DurableFile.read(path, limit: Self.largestIndex)
        var flaw = "it is not the index that the manifest names"
        do {
            let index = try ChunkIndex(decoding: bytes)
            if try ChunkID(of: bytes).hex == disk.indexDigest, index.diskBytes == disk.bytes { return index }
        } catch let error as ChunkIndex.Flaw { flaw = "\(error)" }
        throw Failure(
            "read the index", on: path, because: flaw,
            next: "restore from another point or another copy of the repository", exit: .unproved)
    }

    /// Bytes of the index of 64 TiB.
    static let largestIndex = 3 << 30
}
