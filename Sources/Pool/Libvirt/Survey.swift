internal import Estate
internal import Libvirt

/// What one host said when it was asked for its machines.
struct Survey: Sendable {
    /// Xen's Domain-0 is the host itself.
    static let controlDomain = "00000000-0000-0000-0000-000000000000"

    struct Found: Sendable {
        var description: DomainDescription
        var state: Domain.State

        /// It has, or may have, a process that writes to its images.
        var active: Bool { state != .shutOff && state != .crashed }
    }

    var host: String
    var found: Result<[Found], Failure>

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
                if let one = try await survey(domain) { found.append(one) }
            }
            return found
        } catch {
            throw error.failure("list the machines", on: host, next: "see the log of libvirtd on the host")
        }
    }

    /// Nil for a domain that went away while it was asked: a migration that ended, a machine that was forgotten.
    private func survey(_ domain: Domain) async throws(LibvirtError) -> Survey.Found? {
        do {
            let state = try await domain.state()
            guard let description = DomainDescription(xml: try await domain.xml()) else { return nil }
            return Survey.Found(description: description, state: state)
        } catch  where error.isMissingDomain {
            return nil
        }
    }

    private func unknown(_ error: any Error, _ host: String) -> Failure {
        Failure("list the machines", on: host, because: "\(error)", next: "see the log of libvirtd on the host")
    }
}
