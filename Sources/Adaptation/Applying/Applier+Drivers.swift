internal import Guestfs

extension Applier {
    /// Most bytes of one module file.
    private static let moduleLimit = 16 << 20

    func addDrivers(_ plan: DriverPlan, _ record: inout AdaptationRecord) throws {
        guard let real = session.resolved(plan.initramfs) else {
            throw failure("add drivers to \(plan.initramfs)", because: "it is gone")
        }
        let archive = try DriverArchive(plan: plan, modules: readModules(plan)).bytes
        try checkSpace(for: archive.count, on: real)
        if let old = plan.replaces { try cutOff(old, real, record) }
        switch plan.placement {
        case .appended:
            record.add(.init(path: real, kind: .appended, bytes: plan.originalBytes))
            let filling = [UInt8](repeating: 0, count: Int((4 - plan.originalBytes % 4) % 4))
            try unlocked(real) { try session.append(to: real, filling + archive) }
        case .prepended:
            record.add(.init(path: real, kind: .prepended, bytes: UInt64(archive.count)))
            try unlocked(real) { try prepend(archive, real, plan.originalBytes) }
        }
    }

    /// Undoes an earlier addition.
    func cutOff(_ mark: DriverMark, _ real: String, _ record: AdaptationRecord) throws {
        guard let entry = record.entries.first(where: { $0.path == real }), let bytes = entry.bytes else {
            throw failure("remove old drivers from \(real)", because: "there is no record of adding them")
        }
        try cutOff(entry.kind, bytes, real)
    }

    func cutOff(_ kind: AdaptationRecord.Entry.Kind, _ bytes: UInt64, _ real: String) throws {
        guard let size = session.status(of: real)?.bytes, bytes <= size else { return }
        switch kind {
        case .appended: try unlocked(real) { try session.truncate(real, to: bytes) }
        case .prepended:
            let rest = try session.read(real, from: bytes, count: Int(size - bytes))
            try unlocked(real) { try session.write(real, rest) }
        default: return
        }
    }

    private func prepend(_ archive: [UInt8], _ real: String, _ bytes: UInt64) throws {
        let old = try session.read(real, from: 0, count: Int(bytes))
        try session.write(real, archive + old)
    }

    private func readModules(_ plan: DriverPlan) throws -> [String: [UInt8]] {
        var modules: [String: [UInt8]] = [:]
        for module in plan.modules {
            guard let bytes = try session.read("\(plan.folder)/\(module.path)", limit: Self.moduleLimit) else {
                throw failure(
                    "read the driver \(module.path)",
                    because: "modules.dep of \(plan.kernel) names it, and it is not there")
            }
            modules[module.path] = bytes
        }
        return modules
    }

    /// A full `/boot` would leave a broken initramfs.
    private func checkSpace(for bytes: Int, on path: String) throws {
        let space = try session.space(at: path)
        let wanted = UInt64(bytes) + (1 << 20)
        guard space.bytes >= wanted else {
            throw failure(
                "add drivers to \(path)",
                because: "\(wanted >> 10) KiB are needed there and \(space.bytes >> 10) KiB are free")
        }
    }
}
