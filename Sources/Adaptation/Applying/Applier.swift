internal import Estate
internal import Guestfs

/// Carries out a draft in the appliance, keeping each original.
struct Applier {
    let session: Session
    /// For messages.
    let guest: String
    /// Where the guest keeps the record of what was changed.
    var recordPath = Adaptation.recordPath

    func apply(_ draft: Draft) throws {
        var record = try savedRecord()
        try checkRoom(for: draft)
        for operation in draft.operations where !draft.isRepeated(operation) {
            try perform(operation, draft.facts, &record)
            // Saved after each, so that what a broken run did can be undone.
            try save(record)
        }
    }

    private func perform(_ operation: Operation, _ facts: GuestFacts, _ record: inout AdaptationRecord) throws {
        switch operation {
        case .write(let path, let mode):
            guard let file = facts.files[path] else { return }
            try write(path, file.content, mode: mode, &record)
        case .link(let path, let target):
            try link(path, to: target, &record)
        case .setAside(let path):
            try setAside(path, &record)
        case .copy(let path, let target):
            try copy(path, to: target, &record)
        case .addDrivers(let plan):
            try addDrivers(plan, &record)
        case .rebuild(let plan):
            try rebuild(plan, &record)
        case .moveBackupTable(let device):
            try session.moveBackupTable(of: device)
        }
    }

    // MARK: Files

    private func write(_ path: String, _ content: [UInt8], mode: Int32?, _ record: inout AdaptationRecord) throws {
        if let real = session.resolved(path) {
            try keepOriginal(real, &record)
            try unlocked(real) { try session.write(real, content) }
        } else {
            try makeFolder(of: path, &record)
            try session.write(path, content)
            try session.setMode(path, mode ?? 0o644)
            record.add(.init(path: path, kind: .created))
        }
    }

    private func link(_ path: String, to target: String, _ record: inout AdaptationRecord) throws {
        if session.status(of: path) != nil {
            try setAside(path, &record)
        } else {
            try makeFolder(of: path, &record)
            record.add(.init(path: path, kind: .created))
        }
        try session.link(path, to: target)
    }

    private func setAside(_ path: String, _ record: inout AdaptationRecord) throws {
        guard let folder = session.resolved(Self.folder(of: path)) else { return }
        let real = "\(folder)/\(path.split(separator: "/").last ?? "")"
        let original = OriginalPlace.path(of: real)
        // `/etc/rc3.d` may be a link to `/etc/rc.d/rc3.d`: one link under two names is moved once.
        guard session.status(of: real) != nil else {
            guard session.status(of: original) == nil else { return }
            throw failure("move \(path) aside", because: "it is gone")
        }
        try makeFolder(of: original, &record)
        if session.status(of: original) == nil {
            try session.move(real, to: original)
        } else {
            try session.remove(real)
        }
        record.add(.init(path: real, kind: .edited))
    }

    private func copy(_ path: String, to target: String, _ record: inout AdaptationRecord) throws {
        guard let real = session.resolved(path), session.status(of: real)?.kind == .regular else {
            throw failure("copy \(path)", because: "it is not a file")
        }
        try makeFolder(of: target, &record)
        guard let folder = session.resolved(Self.folder(of: target)) else { return }
        let place = "\(folder)/\(target.split(separator: "/").last ?? "")"
        try session.copy(real, to: place)
        record.add(.init(path: place, kind: .created))
    }

    /// The original is copied once; a later run finds it and leaves it.
    func keepOriginal(_ real: String, _ record: inout AdaptationRecord) throws {
        let original = OriginalPlace.path(of: real)
        if record.entries.contains(where: { $0.path == real }) { return }
        if let status = session.status(of: original) {
            guard status.kind == .regular else {
                throw failure("keep the original of \(real)", because: "\(original) is in the way and is not a file")
            }
        } else {
            try makeFolder(of: original, &record)
            try session.copy(real, to: original)
        }
        record.add(.init(path: real, kind: .edited))
    }

    func makeFolder(of path: String, _ record: inout AdaptationRecord) throws {
        let folder = Self.folder(of: path)
        guard session.resolved(folder) == nil else { return }
        try makeFolder(of: folder, &record)
        try session.makeDirectories(folder)
        record.add(.init(path: folder, kind: .folder))
    }

    static func folder(of path: String) -> String {
        let parts = path.split(separator: "/").dropLast()
        return "/" + parts.joined(separator: "/")
    }

    /// An immutable file (chattr +i) is opened for the edit and closed again.
    func unlocked(_ path: String, _ body: () throws -> Void) throws {
        let locks = session.flags(of: path).filter { $0 == "i" || $0 == "a" }
        if !locks.isEmpty { try session.setFlags(locks, of: path, clear: true) }
        try body()
        if !locks.isEmpty { try session.setFlags(locks, of: path, clear: false) }
    }

    func failure(_ attempted: String, because reason: String) -> Failure {
        Failure(
            attempted, on: guest, because: reason,
            next: "look at the file in the copy; the server itself was not touched")
    }

    // MARK: The record

    func savedRecord() throws -> AdaptationRecord {
        guard let bytes = try session.read(recordPath) else { return AdaptationRecord() }
        do {
            return try AdaptationRecord(bytes: bytes)
        } catch {
            throw failure("read \(recordPath)", because: "it is not a record of p2v")
        }
    }

    func save(_ record: AdaptationRecord) throws {
        try session.makeDirectories(Self.folder(of: recordPath))
        try session.write(recordPath, record.bytes())
    }
}
