internal import Estate
internal import Guestfs

extension Applier {
    /// Case 20: the numbers are checked before the first write.
    func checkRoom(for draft: Draft) throws {
        let needs = try RoomNeeds(of: draft, in: session, guest: guest)
        let space = try session.space(at: "/")
        guard space.bytes >= needs.rootBytes, space.inodes >= needs.inodes else {
            throw refusal(
                "change the guest",
                "its root has \(space.bytes >> 10) KiB and \(space.inodes) inodes free; \(needs.rootBytes >> 10) KiB and \(needs.inodes) inodes are needed"
            )
        }
        for (folder, bytes) in needs.folders.sorted(by: { $0.key < $1.key }) {
            let (space, wanted) = (try session.space(at: folder), bytes + (1 << 20))
            guard space.bytes >= wanted else {
                throw refusal(
                    "add drivers or a loader to the guest",
                    "\(folder) has \(space.bytes >> 10) KiB free, and \(wanted >> 10) KiB are needed")
            }
        }
    }

    private func refusal(_ attempted: String, _ because: String) -> Failure {
        Failure(
            attempted, on: guest, because: because,
            next: "make room in the copy or on the server, and adapt again; nothing was changed", exit: .refused)
    }
}
