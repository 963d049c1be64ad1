internal import Estate

extension SimulatedPool {
    package func links(ofUUID uuid: String, on host: String) throws -> LinkState {
        entries[try place(of: uuid, on: host, to: "look at the machine's links")].hasLinks ? .up : .down
    }

    package func setLinks(up: Bool, ofUUID uuid: String, on host: String) async throws {
        await linksChange?(up)
        entries[try place(of: uuid, on: host, to: "change the machine's links")].hasLinks = up
    }

    private func place(of uuid: String, on host: String, to attempt: String) throws(Failure) -> Int {
        guard features.contains(.links) else { throw unsupported(attempt, uuid) }
        if let index = try index(uuid: uuid, on: host) { return index }
        throw Failure(
            attempt, on: uuid, because: "\(host) knows no machine of this UUID",
            next: "see `p2v pool` for the machines there are")
    }
}
