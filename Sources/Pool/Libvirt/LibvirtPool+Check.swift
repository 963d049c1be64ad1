package import Estate
internal import Libvirt

extension LibvirtPool {
    package func check(_ definition: MachineDefinition, on host: String) async throws -> [Concern] {
        try await examine(definition, host).concerns
    }

    /// What was found about a definition, and the domain XML where there can be one.
    struct Examination: Sendable {
        var concerns: [Concern]
        var xml: String?
    }

    /// Asks every host, since each may have the name; ``check(_:on:)`` and ``define(_:on:)`` both decide from this.
    func examine(_ definition: MachineDefinition, _ host: String) async throws -> Examination {
        let member = try member(host)
        let surveys = await survey()
        if let silent = surveys.lazy.compactMap(\.failure).first { throw silent }
        let home = try await self.host(member)
        let own = try await connections.abilities(of: host)
        let (platform, refusal) = try await platform(own)
        let domain = DomainCheck(definition: definition, host: host, platform: platform, refusal: refusal)
        let (xml, fault) = domain.rendered(by: DomainXML(templates: templates), emulator: own.emulator)
        let concerns = DefinitionCheck(
            definition: definition, host: home,
            machines: surveys.flatMap { survey in survey.machines.map { Machine($0, on: survey.host) } },
            formats: ["raw", "qcow2"], networks: try await bridges(of: host), starts: startGuard(surveys),
            own: domain.all + fault
        ).all
        return Examination(concerns: concerns, xml: xml)
    }

    /// The hardware that all hosts have in common, or why there is none.
    private func platform(_ own: HostAbilities) async throws -> (Platform?, Failure?) {
        var all = [own]
        for member in configuration.hosts { all.append(try await connections.abilities(of: member.name)) }
        do throws(Failure) {
            return (try Platform.common(all), nil)
        } catch {
            return (nil, error)
        }
    }

    /// Not every daemon has libvirt's interface driver, and one without it cannot tell.
    func bridges(of host: String) async throws -> Observed<Set<String>> {
        try await names(of: "bridges", on: host) { connection throws(LibvirtError) in
            try await connection.interfaceNames()
        }
    }

    /// libvirt's own networks that are active.
    func networks(of host: String) async throws -> Observed<Set<String>> {
        try await names(of: "networks", on: host) { connection throws(LibvirtError) in
            try await connection.networkNames()
        }
    }

    private func names(
        of kind: String, on host: String,
        _ ask: (LibvirtConnection) async throws(LibvirtError) -> Set<String>
    ) async throws -> Observed<Set<String>> {
        let connection = try await connections.to(host)
        do throws(LibvirtError) {
            return .known(try await ask(connection))
        } catch {
            if connection.isAlive { return .unknown(because: error.message) }
            throw error.failure("list the \(kind)", on: host, next: "see the log of libvirtd on the host")
        }
    }
}
