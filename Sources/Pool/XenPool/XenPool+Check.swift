package import Estate
internal import XenAPI

extension XenPool {
    static let definitionKinds: [XenTables.Kind] = machineKinds + [.hostMetrics, .network, .PIF]

    package func check(_ definition: MachineDefinition, on host: String) async throws -> [Concern] {
        try await examine(definition, host, try await tables(Self.definitionKinds, to: "check the definition"))
    }

    /// XAPI's database knows every machine of the pool, those of a dead host too: only the host itself has to live.
    func examine(_ definition: MachineDefinition, _ host: String, _ tables: XenTables) async throws(Failure)
        -> [Concern]
    {
        guard let record = tables.host(named: host) else { throw noHost(host, tables) }
        guard let home = await inventory(tables, only: host).first(where: { $0.name == host }), home.reachable,
            home.cpus > 0, home.memoryBytes > 0
        else {
            throw Failure(
                "check the definition", on: definition.name, because: "the coordinator does not hear of \(host)",
                next: "look at its console, or choose another host")
        }
        if let reason = home.because {
            throw Failure("check the definition", on: definition.name, because: "\(host): \(reason)", next: "repeat it")
        }
        let parts = XenDefinition(definition, tables)
        return DefinitionCheck(
            definition: definition, host: home, machines: tables.machines(urls), formats: ["vhd", "raw"],
            networks: .known(tables.networks(of: record)),
            starts: startGuard(tables),
            own: parts.concerns(home: record, host)
        ).all
    }
}

extension XenTables {
    /// Labels and bridges of the networks that machines of a host can join: those with an interface of the host, and
    /// those that have none anywhere, which are the host's own.
    func networks(of host: XenRecord) -> Set<String> {
        let interfaces = Dictionary(grouping: records(.PIF)) { $0.ref("network") }
        return Set(
            records(.network).filter { network in
                let all = interfaces[network.ref] ?? []
                return all.isEmpty || all.contains { $0.ref("host") == host.ref }
            }.flatMap { [$0.label, $0.text("bridge")] }.filter { !$0.isEmpty })
    }
}
