package import Estate
internal import XenAPI

extension XenPool {
    @discardableResult
    package func define(_ definition: MachineDefinition, on host: String) async throws -> Machine {
        try definition.check(formats: ["vhd", "raw"])
        let attempt = "define the machine"
        if definition.kernel != nil {
            throw Failure(
                attempt, on: definition.name, because: "XAPI's machines boot from their disk, not from a kernel file",
                next: "leave the kernel out of the definition", exit: .refused)
        }
        var tables = try await tables(Self.machineKinds + [.network], to: attempt)
        guard let home = tables.host(named: host) else { throw noHost(host, tables) }
        let old = try refuseTaken(definition, host, tables)
        if try missingImages(definition, tables) {
            try await scan(definition, tables)
            tables = try await self.tables(Self.machineKinds + [.network], to: attempt)
        }
        let images = try definition.disks.map { try image($0, definition, tables) }
        let networks = try definition.interfaces.map { try network($0.network, definition, tables) }
        if let old { try await call("VM.destroy", [.string(old.ref)], to: attempt, on: definition.name) }
        try await build(definition, home, images, networks)
        return Machine(
            name: definition.name, uuid: definition.uuid.lowercased(), host: host, state: .shutOff,
            vcpus: definition.vcpus, memoryBytes: UInt64(definition.memoryMiB) << 20,
            disks: images.map { urls.url(of: $0, tables) }, macs: definition.interfaces.map(\.mac))
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

    /// The same machine may be defined again where it is, while it is off.
    ///
    /// - Returns: the VM to be replaced.
    private func refuseTaken(
        _ definition: MachineDefinition, _ host: String, _ tables: XenTables
    ) throws(Failure) -> XenRecord? {
        let names = Dictionary(tables.hosts.map { ($0.record.ref, $0.name) }) { first, _ in first }
        for vm in tables.virtualMachines {
            let other = tables.machine(vm, names, urls)
            let sameUUID = [other.uuid, vm.uuid].contains { $0.lowercased() == definition.uuid.lowercased() }
            guard other.name == definition.name || sameUUID else { continue }
            if other.name == definition.name, sameUUID, other.host == host, other.state == .shutOff { return vm }
            let what = other.name == definition.name ? "the name" : "the UUID \(definition.uuid)"
            throw Failure(
                "define the machine", on: definition.name,
                because: "\(what) is taken by \(other.name) on \(other.host)",
                next: "give the new machine another name, or remove the old one", exit: .refused)
        }
        return nil
    }

    func noHost(_ host: String, _ tables: XenTables) -> Failure {
        Failure(
            "reach the host", on: host, because: "the pool has no host of that name",
            next: "choose one of \(tables.hosts.map(\.name).joined(separator: ", "))", exit: .refused)
    }

    private func network(
        _ name: String, _ definition: MachineDefinition, _ tables: XenTables
    ) throws(Failure) -> XenRecord {
        let found = tables.records(.network).filter { $0.text("bridge") == name || $0.label == name }
        if let network = found.first, found.count == 1 { return network }
        let all = tables.records(.network).map { "\($0.label) (\($0.text("bridge")))" }.sorted()
        throw Failure(
            "define the machine", on: definition.name,
            because: found.isEmpty ? "the pool has no network \(name)" : "\(found.count) networks are called \(name)",
            next: "name one by its bridge: \(all.joined(separator: ", "))", exit: .refused)
    }
}
