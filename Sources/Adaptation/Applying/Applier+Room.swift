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
    }
}
