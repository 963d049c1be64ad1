internal import Estate
internal import Libvirt

/// Cables that are pulled and plugged in: QEMU itself drops what the card sends and what is sent to it.
extension LibvirtPool {
    package func links(ofUUID uuid: String, on host: String) async throws -> LinkState {
        let attempt = "look at the machine's links"
        let domain = try await existing(uuid, host, attempt)
        return LinkState(try await looks(at: domain, host, attempt).flatMap(\.links.areUp))
    }

    package func setLinks(up: Bool, ofUUID uuid: String, on host: String) async throws {
        let attempt = up ? "plug the machine's links in" : "take the machine's links down"
        guard features.contains(.links) else { throw unsupported(attempt, uuid) }
        let domain = try await existing(uuid, host, attempt)
        for look in try await looks(at: domain, host, attempt) {
            do throws(LibvirtError) {
                for card in look.links.changes(up: up) { try await domain.updateDevice(card, live: look.isLive) }
            } catch {
                throw error.failure(attempt, on: domain.name, next: "see the log of libvirtd on \(host)")
            }
        }
        guard try await looks(at: domain, host, attempt).flatMap(\.links.areUp).allSatisfy({ $0 == up }) else {
            throw Failure(
                attempt, on: domain.name, because: "\(host) took the change, and it is not so",
                next: "see virsh domif-getlink \(domain.name) on \(host)", exit: .unproved)
        }
    }

    private typealias Look = (isLive: Bool, links: DomainLinks)

    /// What its next start takes, and what runs where something does.
    private func looks(at domain: Domain, _ host: String, _ attempt: String) async throws -> [Look] {
        var texts: [(isLive: Bool, xml: String)] = []
        do throws(LibvirtError) {
            texts = [(false, try await domain.xml(inactive: true))]
            if Survey.isActive(try await domain.state()) { texts.append((true, try await domain.xml())) }
        } catch {
            throw error.failure(attempt, on: domain.name, next: "see the log of libvirtd on \(host)")
        }
        return try texts.map { text in
            guard let links = DomainLinks(xml: text.xml) else {
                throw Failure(
                    attempt, on: domain.name, because: "its definition cannot be read",
                    next: "see virsh dumpxml \(domain.name) on \(host)")
            }
            return (text.isLive, links)
        }
    }

    private func existing(_ uuid: String, _ host: String, _ attempt: String) async throws -> Domain {
        if let domain = try await found(uuid: uuid, on: host, to: attempt) { return domain }
        throw Failure(
            attempt, on: uuid, because: "\(host) knows no machine of this UUID",
            next: "see `p2v pool` for the machines there are")
    }
}
