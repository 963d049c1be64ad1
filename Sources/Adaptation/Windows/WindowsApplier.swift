internal import Estate
internal import Guestfs

/// Carries out a plan: files first, then each hive in one go, with its original beside it.
struct WindowsApplier {
    let session: Session
    let collector: WindowsCollector
    let guest: String

    func apply(_ plan: WindowsPlan) throws {
        let applier = Applier(session: session, guest: guest, recordPath: WindowsRun.recordPath)
        var record = try applier.savedRecord()
        try checkRoom(plan)
        for (path, source) in plan.copies.sorted(by: { $0.key < $1.key }) {
            try create(path, try WindowsDrivers.read(source), applier, &record)
        }
        for (path, text) in plan.texts.sorted(by: { $0.key < $1.key }) {
            try create(path, Array(text.utf8), applier, &record)
        }
        for hive in [RegistryEdit.Hive.system, .software] {
            let edits = plan.edits.filter { $0.hive == hive }
            guard !edits.isEmpty else { continue }
            let path = try collector.hive(hive)
            try applier.keepOriginal(path, &record)
            try applier.save(record)
            try session.withHive(path, write: true) { try edits.forEach(perform) }
        }
        try applier.save(record)
    }

    private func perform(_ edit: RegistryEdit) throws {
        if let value = edit.value {
            try session.setRegistryValue(edit.name, value, of: edit.key)
        } else {
            try session.deleteRegistryKey(edit.key)
        }
    }

    /// A link planted in the way would lead elsewhere in the guest; only plain folders are written to.
    private func create(_ path: String, _ bytes: [UInt8], _ applier: Applier, _ record: inout AdaptationRecord) throws {
        try applier.makeFolder(of: path, &record)
        let folder = Applier.folder(of: path)
        guard session.resolved(folder) == folder else {
            throw applier.failure("write \(path)", because: "\(folder) is a link")
        }
        record.add(.init(path: path, kind: .created))
        try applier.save(record)
        try session.write(path, bytes)
    }

    /// The hives' originals, the drivers, and what Windows writes at its first start.
    private func checkRoom(_ plan: WindowsPlan) throws {
        let space = try session.space(at: "/")
        guard space.bytes >= 100 << 20 else {
            throw Failure(
                "change Windows", on: guest, because: "drive C: has \(space.bytes >> 20) MiB free, 100 MiB are needed",
                next: "make room on the server and copy it again; nothing was changed", exit: .refused)
        }
    }
}
