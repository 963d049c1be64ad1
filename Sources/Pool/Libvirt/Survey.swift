internal import Estate
internal import Libvirt

/// What one host said when it was asked for its machines.
struct Survey: Sendable {
    /// Xen's Domain-0 is the host itself.
    static let controlDomain = "00000000-0000-0000-0000-000000000000"

    struct Found: Sendable {
        var description: DomainDescription
        var state: Domain.State

        var active: Bool { Survey.isActive(state) }
    }

    var host: String
    var found: Result<[Found], Failure>

    /// It has, or may have, a process with its images open. One that crashed and was kept for inspection has one.
    static func isActive(_ state: Domain.State) -> Bool { state != .shutOff }

    /// None where the host did not answer: whoever decides from their absence asks for ``failure`` first.
    var machines: [Found] { (try? found.get()) ?? [] }

    var failure: Failure? {
        if case .failure(let failure) = found { failure } else { nil }
    }
}

extension LibvirtPool {
    /// Asks every host for its machines, at once.
    func survey() async -> [Survey] {
        await forEachHost { member in
            do {
                return Survey(host: member.name, found: .success(try await self.survey(member.name)))
            } catch {
                return Survey(host: member.name, found: .failure(error as? Failure ?? self.unknown(error, member.name)))
            }
        }
    }

    func survey(_ host: String) async throws -> [Survey.Found] {
        let connection = try await connections.to(host)
        do {
            var found: [Survey.Found] = []
            for domain in try await connection.domains() where domain.uuid != Survey.controlDomain {
                if let one = try await survey(domain, host) { found.append(one) }
            }
            return found
        } catch let error as LibvirtError {
            throw error.failure("list the machines", on: host, next: "see the log of libvirtd on the host")
        }
    }

    /// Nil for a domain that went away while it was asked: a migration that ended, a machine that was forgotten.
    ///
    /// - Throws: for a definition that cannot be read, too: a machine that is not seen could be started twice.
    private func survey(_ domain: Domain, _ host: String) async throws -> Survey.Found? {
        do {
            let state = try await domain.state()
            guard let description = DomainDescription(xml: try await domain.xml()) else {
                throw Failure(
                    "list the machines", on: host, because: "the definition of \(domain.name) cannot be read",
                    next: "see virsh dumpxml \(domain.name) on \(host)")
            }
            return Survey.Found(description: description, state: state)
        } catch let error as LibvirtError where error.isMissingDomain {
            return nil
        }
    }

    private func unknown(_ error: any Error, _ host: String) -> Failure {
        Failure("list the machines", on: host, because: "\(error)", next: "see the log of libvirtd on the host")
    }
}
