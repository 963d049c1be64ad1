package import Estate
internal import Foundation
internal import Guestfs

/// One file out of a guest's disks, in an appliance whose writes are thrown away.
///
/// The guest's root is found, and what its `fstab` mounts on the way to the file is mounted too: a file system that cannot be
/// mounted is never taken for an empty folder.
package struct GuestFileReader: Sendable {
    package enum Found: Sendable, Hashable {
        case file(bytes: UInt64)
        /// Names in it.
        case folder([String])
    }

    package var disks: [GuestDisk]
    /// `/dev/vg/data`: read this file system instead of the root; the path begins there.
    package var volume: String?
    package var limitSeconds = 3600

    package init(_ disks: [GuestDisk], volume: String? = nil) { (self.disks, self.volume) = (disks, volume) }

    /// - Parameters:
    ///   - path: from the guest's root.
    ///   - output: a file that is not there yet; nil: only a folder is looked at.
    package func fetch(
        _ path: String, to output: String?, report: @escaping ProgressReport = { _ in }
    ) async throws -> Found {
        report(StepProgress("Starting the appliance", done: 0, total: nil, unit: .items))
        do {
            return try await Appliance.run(
                disks.map { $0.drive(readOnly: true) }, settings: ApplianceSettings(limitSeconds: limitSeconds)
            ) { session in
                try mount(session, for: path)
                return try fetch(path, to: output, session, report)
            }
        } catch let error as GuestfsError {
            throw failure(path, error.description, "libguestfs-test-tool checks the appliance")
        }
    }

    private func mount(_ session: Session, for path: String) throws {
        if let volume { return try session.mount(volume, at: "/", options: "") }
        let collector = FactCollector(session: session, target: .kvm, disks: disks, keys: [], profile: nil)
        let volumes = try collector.openedVolumes()
        let root = try collector.findRoot(volumes)
        try session.mount(root.device, at: "/", options: "")
        let facts = GuestFacts(
            system: GuestSystem(id: "unknown", version: "", title: "unknown"), sourceDevices: disks.map { _ in nil },
            volumes: volumes, root: root)
        guard let fstab = try session.read("/etc/fstab", limit: FactReader.textLimit) else { return }
        let entries = FstabWay.to(path, in: GuestFile(bytes: fstab, mode: 0).text.lines.map { Fields($0).words })
        for entry in entries {
            guard let volume = VolumeFinder(facts: facts).find(entry.name) else {
                throw failure(path, "\(entry.place) is \(entry.name), which is on none of the disks", Self.other)
            }
            guard session.resolved(entry.place) == entry.place, session.status(of: entry.place)?.kind == .directory
            else { throw failure(path, "\(entry.place) is no plain folder", Self.other) }
            try session.mount(volume.device, at: entry.place, options: entry.options)
        }
    }

    private static let other = "name the file system that holds it with --volume, or restore the disk to a file"

    private func fetch(
        _ path: String, to output: String?, _ session: Session, _ report: ProgressReport
    ) throws -> Found {
        guard let real = session.resolved(path), let status = session.status(of: real) else {
            if let error = session.unanswered.first { throw error }
            throw failure(path, "there is no such file in the guest", "name its folder to see what there is")
        }
        switch status.kind {
        case .directory:
            let names = session.names(in: real)
            if let error = session.unanswered.first { throw error }
            return .folder(names)
        case .regular:
            guard let output else { throw failure(path, "it is a file", "say where it goes with --output") }
            try write(real, status.bytes, to: output, session, report)
            return .file(bytes: status.bytes)
        case .symbolicLink, .other: throw failure(path, "it is neither a file nor a folder", "name another one")
        }
    }

    private func write(
        _ path: String, _ bytes: UInt64, to output: String, _ session: Session, _ report: ProgressReport
    ) throws {
        let file = open(output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            throw failure(output, String(cString: strerror(errno)), "nothing is written over: name another file")
        }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            var done: UInt64 = 0
            while done < bytes {
                let piece = try session.read(path, from: done, count: Int(min(bytes - done, 8 << 20)))
                guard !piece.isEmpty else { throw failure(path, "it ends after \(done) of \(bytes) bytes", Self.other) }
                try handle.write(contentsOf: Data(piece))
                done += UInt64(piece.count)
                report(StepProgress("Reading \(path)", done: Double(done), total: Double(bytes), unit: .bytes))
            }
            try handle.synchronize()
            try handle.close()
        } catch {
            // What is not whole is nothing.
            unlink(output)
            throw error
        }
    }

    private func failure(_ path: String, _ because: String, _ next: String) -> Failure {
        Failure("read the file of the guest", on: path, because: because, next: next, exit: .refused)
    }
}

/// What `fstab` mounts on the way to a path. Pure.
enum FstabWay {
    struct Entry: Hashable {
        var name: String
        var place: String
        /// The subvolume, where it is one.
        var options: String
    }

    /// - Parameter lines: the words of each line of `fstab`.
    static func to(_ path: String, in lines: [[String]]) -> [Entry] {
        let whole = path + "/"
        return lines.filter { words in
            words.count >= 3 && !words[0].hasPrefix("#") && words[1].hasPrefix("/") && words[1] != "/"
                && !kernel.contains(words[2]) && whole.hasPrefix(words[1] + "/")
        }.map { words in
            let options = (words.count > 3 ? words[3] : "").split(separator: ",")
            return Entry(
                name: words[0], place: words[1],
                options: options.filter { $0.hasPrefix("subvol=") || $0.hasPrefix("subvolid=") }
                    .joined(separator: ","))
        }.sorted { $0.place.count < $1.place.count }
    }

    /// File systems that are on no disk: what is below them is in no backup, and what lies under them is not hidden.
    private static let kernel: Set<String> = ["proc", "sysfs", "tmpfs", "devpts", "devtmpfs", "cgroup", "cgroup2"]
}
