package import Estate
internal import XenAPI

extension XenPool {
    @discardableResult
    package func define(_ definition: MachineDefinition, on host: String) async throws -> Machine {
        let attempt = "define the machine"
        var tables = try await tables(Self.definitionKinds, to: attempt)
        if XenDefinition(definition, tables).hasMissingImage {
            try await scan(definition, tables)
            tables = try await self.tables(Self.definitionKinds, to: attempt)
        }
        try await examine(definition, host, tables).refuseDefinition(of: definition.name)
        let parts = XenDefinition(definition, tables)
        let images = try parts.images()
        let networks = try parts.networks()
        guard let home = tables.host(named: host) else { throw noHost(host, tables) }
        let old = try tables.find(.uuid(definition.uuid), on: host, to: attempt)
        try await build(definition, home, images, networks, inPlaceOf: old)
        var machine = Machine(
            name: definition.name, uuid: definition.uuid.lowercased(), host: host, state: .shutOff,
            vcpus: definition.vcpus, memoryBytes: UInt64(definition.memoryMiB) << 20,
            disks: images.map { urls.url(of: $0, tables) }, macs: definition.interfaces.map(\.mac))
        machine.origin = definition.origin
        return machine
    }

    /// Makes the VM with its disks and interfaces, or nothing. Until it is whole nobody can start it, and what it
    /// replaces stays.
    private func build(
        _ definition: MachineDefinition, _ home: XenRecord, _ images: [XenRecord], _ networks: [XenRecord],
        inPlaceOf old: XenRecord?
    ) async throws {
        let attempt = "define the machine"
        let made = try await call(
            "VM.create", [XenVMRecord.value(definition, affinity: home.ref)], to: attempt, on: definition.name)
        guard let vm = made.text else {
            throw Failure(attempt, on: definition.name, because: "XAPI named no VM", next: "see p2v pool")
        }
        do {
            try await furnish(vm, definition, images, networks)
            if let old { try await call("VM.destroy", [.string(old.ref)], to: attempt, on: definition.name) }
            try await call("VM.set_blocked_operations", [.string(vm), [:]], to: attempt, on: definition.name)
        } catch {
            try await takeBack(vm, definition.name, error)
            throw error
        }
        for (number, vdi) in images.enumerated() {
            // A label for people; the machine does not depend on it.
            _ = try? await client.call(
                "VDI.set_name_label", [.string(vdi.ref), .string("\(definition.name) \(number)")])
        }
    }

    private func furnish(
        _ vm: String, _ definition: MachineDefinition, _ images: [XenRecord], _ networks: [XenRecord]
    ) async throws {
        let attempt = "define the machine"
        for (number, (disk, vdi)) in zip(definition.disks, images).enumerated() {
            let record = XenVMRecord.disk(disk, number, vm: vm, vdi: vdi.ref)
            try await call("VBD.create", [record], to: attempt, on: definition.name)
        }
        for (number, (interface, network)) in zip(definition.interfaces, networks).enumerated() {
            let record = XenVMRecord.interface(interface, number, vm: vm, network: network)
            try await call("VIF.create", [record], to: attempt, on: definition.name)
        }
        let strings = XenFirmwareStrings(definition.system).accepted
        guard !strings.isEmpty else { return }
        do {
            _ = try await client.call("VM.set_bios_strings", [.string(vm), .init(map: strings)])
        } catch let error as XenError {
            // Servers before 7.3 do not know the call: the guest then sees Xen's own names.
            guard error.isCode("MESSAGE_METHOD_UNKNOWN") else { throw error.failure(attempt, on: definition.name) }
        }
    }

    /// In a task of its own: an interrupted definition is taken back all the same.
    private func takeBack(_ vm: String, _ name: String, _ error: any Error) async throws {
        do {
            _ = try await Task { try await self.client.call("VM.destroy", [.string(vm)]) }.value
        } catch let second {
            throw Failure(
                "define the machine", on: name,
                because:
                    "\((error as? Failure)?.because ?? "\(error)"); and the half-made machine could not be removed: "
                    + "\(second)",
                next: "define it again, which replaces it, or remove it: xe vm-list name-label=\(name)")
        }
    }

    func noHost(_ host: String, _ tables: XenTables) -> Failure {
        .noHost(host, to: "reach the host", among: tables.hosts.map(\.name))
    }
}
