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

    package func powerOff(_ machine: String, on host: String) async throws {
        let attempt = "power off the machine"
        let vm = try vm(machine, on: host, try await tables([.pool, .host, .VM], to: attempt), to: attempt)
        if vm.text("power_state") == "Halted" { return }
        do {
            _ = try await client.run("VM.hard_shutdown", [.string(vm.ref)])
        } catch let error as XenError {
            // It went off by itself in the meantime.
            if case .api("VM_BAD_POWER_STATE", let details) = error, details.last?.lowercased() == "halted" { return }
            throw error.failure(attempt, on: machine)
        }
    }

    package func undefine(_ machine: String, on host: String) async throws {
        let attempt = "forget the machine"
        let tables = try await tables([.pool, .host, .VM], to: attempt)
        guard let vm = find(machine, on: host, tables) else { return }
        guard vm.text("power_state") == "Halted" else {
            throw Failure(
                attempt, on: machine, because: "it runs on \(host)", next: "shut it down first", exit: .refused)
        }
        try await call("VM.destroy", [.string(vm.ref)], to: attempt, on: machine)
    }

    /// The machine of this name on this host; one that is off may be started on any.
    func vm(_ machine: String, on host: String, _ tables: XenTables, to attempt: String) throws(Failure) -> XenRecord {
        if let vm = find(machine, on: host, tables) { return vm }
        throw Failure(
            attempt, on: machine, because: "\(host) knows no machine of that name",
            next: "see `p2v pool` for the machines there are")
    }

    private func find(_ machine: String, on host: String, _ tables: XenTables) -> XenRecord? {
        let home = tables.host(named: host)?.ref
        let named = tables.virtualMachines.filter { $0.label == machine }
        return named.first { ($0.ref("resident_on") ?? $0.ref("affinity") ?? tables.coordinator) == home }
            ?? named.first { $0.ref("resident_on") == nil }
    }

    private func known(_ vm: XenRecord, _ tables: XenTables, _ names: [String: String]) -> StartGuard.Known {
        let writable = tables.disks(of: vm).filter { $0.text("mode") != "RO" }
        return StartGuard.Known(
            name: vm.label, uuid: tables.identity(of: vm),
            host: (vm.ref("resident_on") ?? vm.ref("affinity") ?? tables.coordinator).flatMap { names[$0] } ?? "",
            active: vm.text("power_state") != "Halted",
            images: writable.compactMap { tables.record(.VDI, $0.ref("VDI")) }
                .map { ImageName(urls.url(of: $0, tables)) })
    }
}
