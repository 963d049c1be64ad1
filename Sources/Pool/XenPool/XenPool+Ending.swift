internal import Estate
internal import XenAPI

/// Switching off and forgetting, by name for an operator who types one, by UUID for all others.
extension XenPool {
    package func powerOff(_ machine: String, on host: String) async throws {
        let attempt = "power off the machine"
        try await powerOff(try vm(machine, on: host, try await inventory(of: host, attempt), to: attempt))
    }

    package func powerOff(uuid: String, on host: String) async throws {
        let attempt = "power off the machine"
        let tables = try await inventory(of: host, attempt)
        if let vm = try tables.find(.uuid(uuid), on: host, to: attempt) { try await powerOff(vm) }
    }

    package func undefine(_ machine: String, on host: String) async throws {
        let attempt = "forget the machine"
        let tables = try await inventory(of: host, attempt)
        if let vm = try tables.find(.name(machine), on: host, to: attempt) { try await forget(vm, host) }
    }

    package func undefine(uuid: String, on host: String) async throws {
        let attempt = "forget the machine"
        let tables = try await inventory(of: host, attempt)
        if let vm = try tables.find(.uuid(uuid), on: host, to: attempt) { try await forget(vm, host) }
    }

    /// The machine of this name on this host; one that is off may be started on any.
    func vm(_ machine: String, on host: String, _ tables: XenTables, to attempt: String) throws(Failure) -> XenRecord {
        if let vm = try tables.find(.name(machine), on: host, to: attempt) { return vm }
        throw Failure(
            attempt, on: machine, because: "\(host) knows no machine of that name",
            next: "see `p2v pool` for the machines there are")
    }

    private func inventory(of host: String, _ attempt: String) async throws -> XenTables {
        let tables = try await tables([.pool, .host, .VM], to: attempt)
        guard tables.host(named: host) != nil else { throw noHost(host, tables) }
        return tables
    }

    private func powerOff(_ vm: XenRecord) async throws {
        if vm.text("power_state") != "Halted" { try await powerOff(vm.ref, vm.label) }
    }

    func powerOff(_ ref: String, _ machine: String) async throws {
        do {
            _ = try await client.run("VM.hard_shutdown", [.string(ref)])
        } catch let error as XenError {
            // It went off by itself in the meantime.
            if case .api("VM_BAD_POWER_STATE", let details) = error, details.last?.lowercased() == "halted" { return }
            throw error.failure("power off the machine", on: machine)
        }
    }

    private func forget(_ vm: XenRecord, _ host: String) async throws {
        let attempt = "forget the machine"
        guard vm.text("power_state") == "Halted" else {
            throw Failure(
                attempt, on: vm.label, because: "it runs on \(host)", next: "shut it down first", exit: .refused)
        }
        try await call("VM.destroy", [.string(vm.ref)], to: attempt, on: vm.label)
    }
}
