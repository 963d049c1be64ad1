internal import Backup
package import Estate
internal import Foundation
internal import ImageStores
internal import Logging
internal import Pool

/// A VM, or one disk of it, out of a repository.
///
/// ```
/// a disk to a file      needs no pool
/// a VM   a second one beside the first (new name, UUID, addresses), or, with `isSame`, the same one where no host knows it
///        images NAME-DISK-TIME.raw on the SR, read back → definition, off
/// ```
package struct BackupRestore: Sendable {
    package struct Request: Sendable {
        package var repository: String
        package var vm: String
        /// `20261130T211500Z`; nil: the newest.
        package var point: String?
        /// The target of the one disk that is restored to `output`.
        package var disk: String?
        package var output: String?
        package var host: String?
        /// The restored VM's name; nil: `NAME-restored`.
        package var name: String?
        /// The pool's SR; nil: its default one.
        package var sr: String?
        /// As the VM that it was, with its name, UUID and addresses.
        package var isSame = false
        package var isTrial = false

        package init(_ vm: String, from repository: String) { (self.vm, self.repository) = (vm, repository) }
    }

    /// The document `p2v-backup-restore/1`.
    package struct Result: Sendable, Encodable {
        package private(set) var format = "p2v-backup-restore/1"
        package var vm: String
        package var point: String
        /// Where each disk is now, or would be.
        package var disks: [String: String] = [:]
        /// The restored VM; nil where only a disk was.
        package var name: String?
        package var host: String?
        package var isTrial: Bool

        package var text: String {
            let word = isTrial ? "would be" : "is"
            let places = disks.sorted { $0.key < $1.key }.map { "\(vm) \(point) \($0.key) \(word) in \($0.value)" }
            let machine = name.map {
                ["\($0) \(word) defined on \(host ?? "?"), off: start it when its network is what you want"]
            }
            return (places + (machine ?? [])).map { Sanitised.line($0) + "\n" }.joined()
        }
    }

    private let request: Request
    private let report: ProgressReport
    private let repository: BackupRepository
    private let place: PointPlace
    private let manifest: PointManifest

    package init(_ request: Request, report: @escaping ProgressReport = { _ in }) throws {
        (self.request, self.report) = (request, report)
        repository = try BackupRepository(request.repository)
        (place, manifest) = try Self.point(request, repository)
    }

    /// - Parameter workspace: of the pool; not asked where one disk goes to a file.
    package func run(in workspace: Workspace) async throws -> Result {
        if request.isTrial { return try await restore(in: workspace) }
        return try await repository.reading(
            "restore \(request.vm), by \(workspace.who)", unlock: workspace.unlock,
            note: { workspace.log.warning("\($0)") }
        ) { try await restore(in: workspace) }
    }

    private func restore(in workspace: Workspace) async throws -> Result {
        if let target = request.disk { return try await diskToFile(target) }
        return try await machine(in: workspace)
    }

    private static func point(
        _ request: Request, _ repository: BackupRepository
    ) throws -> (PointPlace, PointManifest) {
        let mine = try repository.entries().filter { $0.place.vm == request.vm || $0.place.uuid == request.vm }
        guard Set(mine.map(\.place.uuid)).count <= 1 else {
            throw refusal(
                request.vm, "several VMs of that name are in the repository",
                "name its UUID, as p2v backup list --json shows it")
        }
        let meant = request.point.map { time in mine.filter { $0.place.time == time } } ?? mine
        // The newest finished one; one that cannot be read is not passed over in silence.
        guard let entry = meant.filter({ $0.manifest != nil }).max(by: { $0.place.time < $1.place.time }) else {
            throw refusal(request.vm, "there is no such point of it", "see p2v backup list")
        }
        switch entry.manifest {
        case .known(let manifest): return (entry.place, manifest)
        case .unknown(let reason):
            throw refusal(
                request.vm, "the manifest of \(entry.place.time) cannot be read: \(reason)",
                "name another point with --at")
        case .none: throw refusal(request.vm, "the point was never finished", "name another one with --at")
        }
    }

    // MARK: One disk

    private func diskToFile(_ target: String) async throws -> Result {
        guard let output = request.output, let disk = manifest.disks.first(where: { $0.target == target }) else {
            throw Self.refusal(
                request.vm, request.output == nil ? "no file is named for it" : "the point has no disk \(target)",
                "name a file with --output, and one of " + manifest.disks.map(\.target).joined(separator: ", "))
        }
        let path = URL(fileURLWithPath: output).standardizedFileURL
        let store = try await ImageStores.open(url: "file://" + path.deletingLastPathComponent().path)
        if !request.isTrial { try await restore(disk, to: path.lastPathComponent, in: store) }
        return Result(vm: manifest.vm, point: place.time, disks: [target: path.path], isTrial: request.isTrial)
    }

    /// The image gets its name when it was read back.
    private func restore(_ disk: PointManifest.Disk, to name: String, in store: any ImageStore) async throws {
        let index = try repository.index(of: disk, at: place)
        let work = try DiskRestore(index, from: repository.store, title: "\(manifest.vm) \(disk.target)")
        let lease = try await ImageLease(of: name, in: store, purpose: "restore \(manifest.vm)")
        do {
            let (image, isNew) = try await store.stage(name, bytes: index.diskBytes, needed: work.neededBytes)
            do {
                try await work.write(to: image, isNew: isNew, report: report)
                try await image.finish()
                try await work.prove(image, report: report)
            } catch {
                try? await image.close()
                throw error
            }
            try await image.close()
            try await store.publish(name)
            await lease.giveBack()
        } catch {
            await lease.giveBack()
            throw error
        }
    }

    // MARK: A VM

    private func machine(in workspace: Workspace) async throws -> Result {
        let pool = try workspace.openLibvirtPool(to: "restore the VM")
        let name = request.name ?? (request.isSame ? manifest.vm : manifest.vm + "-restored")
        guard let host = request.host else {
            throw Self.refusal(request.vm, "no host is named for it", "name one with --to-host")
        }
        let sr = try await repository(of: pool)
        let images = Dictionary(
            uniqueKeysWithValues: manifest.disks.map { ($0.target, "\(name)-\($0.target)-\(place.time).raw") })
        let store = try await ImageStores.open(sr)
        let uuid = request.isSame ? manifest.uuid : UUID().uuidString.lowercased()
        let text = try RestoredDefinition(
            name: name, uuid: uuid, images: images.mapValues { Self.path(store.location(of: $0)) },
            isSame: request.isSame
        ).text(from: try repository.definition(at: place))
        try await proveFree(name, uuid, pool)
        var result = Result(
            vm: manifest.vm, point: place.time, disks: images.mapValues { store.location(of: $0) },
            isTrial: request.isTrial)
        (result.name, result.host) = (name, host)
        guard !request.isTrial else { return result }
        try await PoolMemory(workspace, pool).required().withLease("restore \(name)") {
            for disk in manifest.disks { try await restore(disk, to: images[disk.target] ?? disk.target, in: store) }
            // Somebody may have made it meanwhile.
            try await proveFree(name, uuid, pool)
            try await pool.restore(text, on: host)
        }
        return result
    }

    /// Neither name nor UUID is anybody's: every host is asked, and one that is silent may have it.
    private func proveFree(_ name: String, _ uuid: String, _ pool: LibvirtPool) async throws {
        let places = try await pool.places(ofUUID: uuid)
        let others = try await pool.machines().filter { $0.name == name }
        guard let other = (places + others).first else { return }
        throw Self.refusal(
            name, "\(other.name) is on \(other.host) (\(other.state.rawValue)): nothing is restored over a VM",
            "give the restored one another name with --name, or remove that one first")
    }

    private func repository(of pool: LibvirtPool) async throws -> StorageRepository {
        let all = try await pool.storage()
        let meant = all.filter { sr in request.sr.map { $0 == sr.name } ?? sr.isDefault }
        guard let first = meant.first, meant.count == 1 else {
            throw Self.refusal(
                request.vm, "the pool has no SR that is meant",
                "name one with --sr: " + all.map(\.name).joined(separator: ", "))
        }
        return first
    }

    private static func path(_ location: String) -> String {
        location.hasPrefix("file://") ? String(location.dropFirst(7)) : location
    }

    private static func refusal(_ vm: String, _ because: String, _ next: String) -> Failure {
        Failure("restore the VM", on: vm, because: because, next: next, exit: .refused)
    }
}
