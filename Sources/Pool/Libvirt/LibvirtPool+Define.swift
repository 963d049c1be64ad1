package import Estate
internal import Libvirt

extension LibvirtPool {
    @discardableResult
    package func define(_ definition: MachineDefinition, on host: String) async throws -> Machine {
        let examination = try await examine(definition, host)
        try examination.concerns.refuseDefinition(of: definition.name)
        guard let xml = examination.xml else {
            throw Failure(
                "define the machine", on: definition.name, because: "it has no domain XML", next: "report this")
        }
        let connection = try await connections.to(host)
        do {
            let domain = try await connection.define(xml)
            return try await defined(domain, definition, host)
        } catch let error as LibvirtError {
            throw error.failure(
                "define the machine", on: definition.name, next: "correct the plan, or the domain template")
        }
    }

    private func defined(_ domain: Domain, _ definition: MachineDefinition, _ host: String) async throws -> Machine {
        guard let description = DomainDescription(xml: try await domain.xml()) else {
            throw Failure(
                "define the machine", on: definition.name, because: "\(host) answers no definition",
                next: "see virsh dumpxml \(definition.name)")
        }
        return Machine(Survey.Found(description: description, state: .shutOff), on: host)
    }
}
