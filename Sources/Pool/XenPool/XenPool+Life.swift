internal import Estate
internal import XenAPI

extension XenPool {
    /// XAPI's database knows every machine of the pool, those of a dead host too: no host has to be asked.
    package func start(_ machine: String, on host: String, despiteUnreachable: Bool) async throws {
        let attempt = "start the machine"
        let tables = try await tables(Self.machineKinds, to: attempt)
        guard let home = tables.host(named: host) else { throw noHost(host, tables) }
        let vm = try vm(machine, on: host, tables, to: attempt)
        let servers = Set(configuration.storage.compactMap { ImageName($0.url).server })
        let names = Dictionary(tables.hosts.map { ($0.record.ref, $0.name) }) { first, _ in first }
        let all = tables.virtualMachines.map { known($0, tables, names) }
        try StartGuard(known: all, unreachable: [], distinctServers: servers)
            .check(known(vm, tables, names), despiteUnreachable: despiteUnreachable)
        try await run(
            "VM.start_on", [.string(vm.ref), .string(home.ref), false, false], to: attempt, on: machine)
    }

    package func shutDown(_ machine: String, on host: String, within limit: Duration) async throws {
        let attempt = "shut down the machine"
        let vm = try vm(machine, on: host, try await tables([.pool, .host, .VM], to: attempt), to: attempt)
        if vm.text("power_state") == "Halted" { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await self.run("VM.clean_shutdown", [.string(vm.ref)], to: attempt, on: machine)
            }
            group.addTask {
                try await Task.sleep(for: limit)
                throw Failure(
                    attempt, on: machine, because: "it still runs after \(limit)",
                    next: "look at its console; power it off if it may lose what it has not written")
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    func known(_ vm: XenRecord, _ tables: XenTables, _ names: [String: String]) -> StartGuard.Known {
        let writable = tables.disks(of: vm).filter { $0.text("mode") != "RO" }
        return StartGuard.Known(
            name: vm.label, uuid: tables.identity(of: vm),
            host: (vm.ref("resident_on") ?? vm.ref("affinity") ?? tables.coordinator).flatMap { names[$0] } ?? "",
            active: vm.text("power_state") != "Halted",
            images: writable.compactMap { tables.record(.VDI, $0.ref("VDI")) }
                .map { ImageName(urls.url(of: $0, tables)) })
    }
}
