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
        try examine(definition, host, tables).refuseDefinition(of: definition.name)
        let parts = XenDefinition(definition, tables)
        let images = try parts.images()
        let networks = try parts.networks()
        guard let home = tables.host(named: host) else { throw noHost(host, tables) }
        if let old = try tables.find(.uuid(definition.uuid), on: host, to: attempt) {
            try await call("VM.destroy", [.string(old.ref)], to: attempt, on: definition.name)
        }
        try await build(definition, home, images, networks)
        var machine = Machine(
            name: definition.name, uuid: definition.uuid.lowercased(), host: host, state: .shutOff,
            vcpus: definition.vcpus, memoryBytes: UInt64(definition.memoryMiB) << 20,
            disks: images.map { urls.url(of: $0, tables) }, macs: definition.interfaces.map(\.mac))
        machine.origin = definition.origin
        return machine
    }

    /// Makes the VM with its disks and interfaces, or nothing.
    private func build(
        _ definition: MachineDefinition, _ home: XenRecord, _ images: [XenRecord], _ networks: [XenRecord]
    ) async throws {
        let attempt = "define the machine"
        let made = try await call(
            "VM.create", [XenVMRecord.value(definition, affinity: home.ref)], to: attempt, on: definition.name)
        guard let vm = made.text else {
            throw Failure(attempt, on: definition.name, because: "XAPI named no VM", next: "see p2v pool")
        }
        do {
            for (number, (disk, vdi)) in zip(definition.disks, images).enumerated() {
                let record = XenVMRecord.disk(disk, number, vm: vm, vdi: vdi.ref)
                try await call("VBD.create", [record], to: attempt, on: definition.name)
            }
            for (number, (interface, network)) in zip(definition.interfaces, networks).enumerated() {
                let record = XenVMRecord.interface(interface, number, vm: vm, network: network)
                try await call("VIF.create", [record], to: attempt, on: definition.name)
            }
            let strings = XenVMRecord.firmwareStrings(definition.system)
            // Servers before 7.3 do not know the call: the guest then sees Xen's own names.
            if !strings.isEmpty {
                _ = try? await client.call("VM.set_bios_strings", [.string(vm), .init(map: strings)])
            }
            try await call("VM.set_blocked_operations", [.string(vm), [:]], to: attempt, on: definition.name)
        } catch {
            _ = try? await client.call("VM.destroy", [.string(vm)])
            throw error
        }
        for (number, vdi) in images.enumerated() {
            _ = try? await client.call(
                "VDI.set_name_label", [.string(vdi.ref), .string("\(definition.name) \(number)")])
        }
    }

    func noHost(_ host: String, _ tables: XenTables) -> Failure {
        Failure(
            "reach the host", on: host, because: "the pool has no host of that name",
            next: "choose one of \(tables.hosts.map(\.name).joined(separator: ", "))", exit: .refused)
    }
}
