internal import Estate
internal import XenAPI

extension XenPool {
    /// XAPI's database knows every machine of the pool, those of a dead host too: no host has to be asked.
    package func start(_ machine: String, on host: String, despiteSilenceOf dead: Set<String>) async throws {
        try await starts.alone("start \(machine) on \(host)") { try await self.startAlone(machine, host) }
    }

    private func startAlone(_ machine: String, _ host: String) async throws {
        let attempt = "start the machine"
        let tables = try await tables(Self.machineKinds, to: attempt)
        guard let home = tables.host(named: host) else { throw noHost(host, tables) }
        let vm = try vm(machine, on: host, tables, to: attempt)
        var mine = known(vm, tables)
        try startGuard(tables).check(mine, despiteSilenceOf: [])
        try await run("VM.start_on", [.string(vm.ref), .string(home.ref), true, false], to: attempt, on: machine)
        // A machine that is off may belong to another host than the one that it starts on.
        mine.host = host
        try await StartRace.settle(
            machine, on: host,
            look: { [mine] in
                let now = try await self.tables(Self.machineKinds, to: attempt)
                return StartRace(guarding: startGuard(now)).verdict(on: mine, despiteSilenceOf: [])
            }, goOn: { try await self.run("VM.unpause", [.string(vm.ref)], to: attempt, on: machine) },
            stop: { try await self.powerOff(vm.ref, machine) })
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

    func startGuard(_ tables: XenTables) -> StartGuard {
        StartGuard(
            known: tables.virtualMachines.map { known($0, tables) }, unreachable: [],
            distinctServers: Set(configuration.storage.compactMap { ImageName($0.url).server }))
    }

    private func known(_ vm: XenRecord, _ tables: XenTables) -> StartGuard.Known {
        let names = Dictionary(tables.hosts.map { ($0.record.ref, $0.name) }) { first, _ in first }
        let writable = tables.disks(of: vm).filter { $0.text("mode") != "RO" }
        return StartGuard.Known(
            name: vm.label, uuid: tables.identity(of: vm),
            host: (vm.ref("resident_on") ?? vm.ref("affinity") ?? tables.coordinator).flatMap { names[$0] } ?? "",
            active: vm.text("power_state") != "Halted",
            // A VDI that was not read is an image all the same: its reference names it.
            images: writable.compactMap { $0.ref("VDI") }.map { ref in
                ImageName(tables.record(.VDI, ref).map { urls.url(of: $0, tables) } ?? "xapi:///\(ref)")
            }, isHeld: vm.text("power_state") == "Paused")
    }
}
