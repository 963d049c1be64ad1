internal import Adaptation
internal import Backup
package import Estate
internal import Foundation
internal import Logging
internal import Terminal

/// One file out of a point, or the names in a folder of it: the document `p2v-backup-files/1`. Disks are served from the repository:
/// only what is read is read.
package struct BackupFiles: Sendable, Encodable {
    package private(set) var format = "p2v-backup-files/1"
    package var vm: String
    package var point: String
    package var path: String
    /// Where the file is now; nil for a folder.
    package var output: String?
    package var bytes: UInt64?
    /// Of a folder.
    package var names: [String]?

    /// - Parameters:
    ///   - output: a file that is not there yet.
    ///   - volume: the file system that the path begins in, where that is not the guest's root.
    package static func run(
        _ vm: String, from path: String, at time: String?, file: String, to output: String?, volume: String?,
        in workspace: Workspace, report: @escaping ProgressReport = { _ in }
    ) async throws -> BackupFiles {
        guard file.hasPrefix("/") else {
            throw Failure(
                "read the file of the guest", on: file, because: "it is no absolute path", next: "name one",
                exit: .refused)
        }
        let repository = try BackupRepository(path)
        let entry = try MeantPoint.newest(of: vm, at: time, in: repository, to: "read files of the backup")
        guard let manifest = entry.manifest?.value else { throw MeantPoint.unread(entry, "read files of the backup") }
        let whole = output.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        return try await repository.reading(
            "read files of \(vm), by \(workspace.who)", unlock: workspace.unlock,
            note: { workspace.log.warning("\($0)") }
        ) {
            let served = try ServedPoint(repository, entry.place, manifest)
            defer { served.close() }
            let found: GuestFileReader.Found
            do {
                found = try await GuestFileReader(served.disks, volume: volume).fetch(file, to: whole, report: report)
            } catch {
                // A file system that cannot be read is told less clearly than the chunk that is damaged.
                throw served.fault ?? error
            }
            if let fault = served.fault {
                if let whole { try? FileManager.default.removeItem(atPath: whole) }
                throw fault
            }
            var result = BackupFiles(vm: manifest.vm, point: entry.place.time, path: file)
            switch found {
            case .file(let bytes): (result.output, result.bytes) = (whole, bytes)
            case .folder(let names): result.names = names
            }
            return result
        }
    }

    package var text: String {
        if let names { return names.map { Sanitised.line($0) + "\n" }.joined() }
        return Sanitised.line("\(vm) \(point) \(path) is in \(output ?? "?") (\(Bytes.text(bytes ?? 0)))") + "\n"
    }
}

/// A point's disks on sockets of a folder of their own.
final class ServedPoint: Sendable {
    let disks: [GuestDisk]
    private let servers: [ChunkServer]
    private let folder: String

    init(_ repository: BackupRepository, _ place: PointPlace, _ manifest: PointManifest) throws {
        let indexes = try manifest.disks.map { try repository.index(of: $0, at: place) }
        folder = NSTemporaryDirectory() + "p2v-point-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        var servers: [ChunkServer] = []
        do {
            for (number, index) in indexes.enumerated() {
                servers.append(try ChunkServer(index, from: repository.store, at: "\(folder)/\(number)"))
            }
        } catch {
            for server in servers { server.close() }
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
        self.servers = servers
        disks = servers.map { GuestDisk(format: "raw", location: .nbd(socket: $0.path)) }
    }

    /// The first chunk that could not be read.
    var fault: Failure? { servers.lazy.compactMap(\.fault).first }
    var readBytes: UInt64 { servers.reduce(0) { $0 + $1.readBytes } }

    func close() {
        for server in servers { server.close() }
        try? FileManager.default.removeItem(atPath: folder)
    }
}

/// Which point of a VM is meant.
enum MeantPoint {
    /// The newest finished one, or that of the time; one that cannot be read is not passed over in silence.
    static func newest(
        of vm: String, at time: String?, in repository: BackupRepository, to attempt: String
    ) throws -> BackupRepository.Entry {
        let mine = try repository.entries().filter {
            $0.manifest != nil && ($0.place.vm == vm || $0.place.uuid == vm)
        }
        guard Set(mine.map(\.place.uuid)).count <= 1 else {
            throw refusal(
                attempt, vm, "several VMs of that name are in the repository",
                "name its UUID, as p2v backup list --json shows it")
        }
        guard
            let entry = mine.filter({ time == nil || $0.place.time == time }).max(by: { $0.place.time < $1.place.time })
        else { throw refusal(attempt, vm, "there is no such finished point of it", "see p2v backup list") }
        return entry
    }

    static func unread(_ entry: BackupRepository.Entry, _ attempt: String) -> Failure {
        refusal(
            attempt, entry.place.vm,
            "the manifest of \(entry.place.time) cannot be read: \(entry.manifest?.reason ?? "it is not there")",
            "name another point with --at")
    }

    private static func refusal(_ attempt: String, _ vm: String, _ because: String, _ next: String) -> Failure {
        Failure(attempt, on: vm, because: because, next: next, exit: .refused)
    }
}
