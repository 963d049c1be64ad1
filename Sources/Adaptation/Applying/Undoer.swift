internal import Guestfs

/// Puts a guest back as it was copied.
struct Undoer {
    let applier: Applier
    private var session: Session { applier.session }

    init(_ applier: Applier) {
        self.applier = applier
    }

    /// - Returns: the paths that were restored or removed.
    func undo() throws -> [String] {
        let record = try applier.savedRecord()
        guard !record.entries.isEmpty else { return [] }
        for entry in record.entries.reversed() { try undo(entry) }
        try session.remove(applier.recordPath)
        try? session.removeDirectory(Applier.folder(of: applier.recordPath))
        return record.entries.map(\.path)
    }

    private func undo(_ entry: AdaptationRecord.Entry) throws {
        switch entry.kind {
        case .edited: try restore(entry.path)
        case .created: if session.status(of: entry.path) != nil { try session.remove(entry.path) }
        case .folder: try? session.removeDirectory(entry.path)
        case .appended, .prepended:
            guard let real = session.resolved(entry.path), let bytes = entry.bytes else { return }
            try applier.cutOff(entry.kind, bytes, real)
        }
    }

    /// The guest may have been running since and made other files of it: only a file gives way to its original.
    private func restore(_ path: String) throws {
        guard let folder = session.resolved(Applier.folder(of: path)) else { return }
        let real = "\(folder)/\(path.split(separator: "/").last ?? "")"
        let original = OriginalPlace.path(of: real)
        guard let kept = session.status(of: original) else { return }
        // The copy that was kept aside has no locks of its own: the edited file has them.
        let edited = session.status(of: real)?.kind == .regular ? session.flags(of: real) : ""
        let locks = String(Set(edited + session.flags(of: original)).filter { $0 == "i" || $0 == "a" }.sorted())
        if kept.kind == .regular, !locks.isEmpty { try session.setFlags(locks, of: original, clear: true) }
        if kept.kind == .regular, let now = session.status(of: real), now.kind == .regular {
            // Written into the file that is there: its other hard links must see the original too.
            try? session.setFlags("ia", of: real, clear: true)
            if now.links > 1 {
                try session.overwrite(real, with: original)
            } else {
                try session.copy(original, to: real)
            }
            try session.remove(original)
            if !locks.isEmpty { try session.setFlags(locks, of: real, clear: false) }
            return
        }
        if let now = session.status(of: real), now.kind != .directory {
            if now.kind == .regular { try? session.setFlags("ia", of: real, clear: true) }
            try session.remove(real)
        }
        try session.move(original, to: real)
        if kept.kind == .regular, !locks.isEmpty { try session.setFlags(locks, of: real, clear: false) }
    }
}
