internal import Estate
internal import Libvirt

/// One open connection a host, opened when first needed and again when it is lost.
actor Connections {
    private struct Entry {
        var connection: LibvirtConnection
        var abilities: HostAbilities?
    }

    private let members: [PoolConfiguration.Member]
    private var open: [String: Entry] = [:]
    private var opening: [String: Task<LibvirtConnection, any Error>] = [:]
    private var lastKnown: [String: Host] = [:]

    init(_ members: [PoolConfiguration.Member]) {
        self.members = members
    }

    /// - Throws: ``Failure`` for a host that the configuration does not name, or that does not answer.
    func to(_ host: String) async throws -> LibvirtConnection {
        guard let member = members.first(where: { $0.name == host }) else {
            throw Failure.noHost(host, to: "reach the host", among: members.map(\.name))
        }
        if let entry = open[host], entry.connection.isAlive { return entry.connection }
        let task =
            opening[host]
            ?? Task { () async throws -> LibvirtConnection in
                do throws(LibvirtError) {
                    return try await LibvirtConnection.open(member.uri)
                } catch {
                    throw error.failure("reach the host", on: host, next: "check the URI \(member.uri)")
                }
            }
        opening[host] = task
        defer { opening[host] = nil }
        let connection = try await task.value
        open[host] = Entry(connection: connection, abilities: nil)
        return connection
    }

    /// What the host offers, asked once a connection: the first question makes libvirt probe its emulators.
    func abilities(of host: String) async throws -> HostAbilities {
        let connection = try await to(host)
        if let known = open[host]?.abilities { return known }
        do {
            guard var abilities = HostAbilities(capabilities: try await connection.capabilities()) else {
                throw Failure(
                    "ask for capabilities", on: host, because: "it offers no 64-bit x86 guests",
                    next: "take it out of the pool file", exit: .refused)
            }
            if abilities.type != "xen", let machine = Platform.newest(abilities.machines) {
                abilities.add(
                    domainCapabilities: try await connection.domainCapabilities(type: abilities.type, machine: machine))
            }
            open[host]?.abilities = abilities
            return abilities
        } catch let error as LibvirtError {
            throw error.failure("ask for capabilities", on: host, next: "see the log of libvirtd on the host")
        }
    }

    func remember(_ host: Host) { lastKnown[host.name] = host }

    func last(_ host: String) -> Host? { lastKnown[host] }
}
