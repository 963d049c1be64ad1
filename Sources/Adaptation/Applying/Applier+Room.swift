internal import Estate
internal import Guestfs

extension Applier {
    /// Case 20: the numbers are checked before the first write. Each changed file keeps its original, so twice its size
    /// is counted; a margin stays for what the guest writes at its first boot.
    func checkRoom(for draft: Draft) throws {
        let space = try session.space(at: "/")
        let texts = draft.operations.compactMap { operation -> Int? in
            if case .write(let path, _) = operation { draft.facts.files[path]?.text.utf8.count ?? 0 } else { nil }
        }
        let bytes = UInt64(texts.reduce(0, +)) * 2 + (4 << 20)
        let inodes = UInt64(draft.operations.count) * 3 + 20
        guard space.bytes >= bytes, space.inodes >= inodes else {
            throw Failure(
                "change the guest", on: guest,
                because:
                    "its root has \(space.bytes >> 10) KiB and \(space.inodes) inodes free; \(bytes >> 10) KiB and \(inodes) inodes are needed",
                next: "make room in the copy or on the server, and adapt again; nothing was changed", exit: .refused)
        }
        for (folder, bytes) in bootNeeds(of: draft).sorted(by: { $0.key < $1.key }) {
            try checkRoom(for: bytes, in: folder)
        }
    }

    /// Bytes that initramfs files grow by, by folder: all of them, as a boot partition holds several.
    private func bootNeeds(of draft: Draft) -> [String: UInt64] {
        draft.operations.reduce(into: [:]) { needs, operation in
            guard case .addDrivers(let plan) = operation, let real = session.resolved(plan.initramfs) else { return }
            let sizes = plan.modules.map { session.status(of: "\(plan.folder)/\($0.path)")?.bytes ?? 0 }
            needs[Self.folder(of: real), default: 0] += sizes.reduce(0, +)
        }
    }

    private func checkRoom(for bytes: UInt64, in folder: String) throws {
        let space = try session.space(at: folder)
        let wanted = bytes + (1 << 20)
        guard space.bytes >= wanted else {
            throw Failure(
                "add drivers to the guest", on: guest,
                because: "\(folder) has \(space.bytes >> 10) KiB free, and \(wanted >> 10) KiB are needed",
                next: "make room in the copy or on the server, and adapt again; nothing was changed", exit: .refused)
        }
    }
}
