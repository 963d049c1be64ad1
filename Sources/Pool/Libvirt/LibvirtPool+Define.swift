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
            let before = try await kept(definition.uuid, connection)
            let domain = try await connection.define(xml)
            do {
                return try await defined(domain, definition, host)
            } catch {
                try await undo(domain, to: before, connection, definition, error)
                throw error
            }
        } catch let error as LibvirtError {
            throw error.failure(
                "define the machine", on: definition.name, next: "correct the plan, or the domain template")
        }
    }

    /// The definition that is there already; nil when there is none.
    private func kept(_ uuid: String, _ connection: LibvirtConnection) async throws(LibvirtError) -> String? {
        do throws(LibvirtError) {
            return try await connection.domain(uuid: uuid).xml(inactive: true)
        } catch {
            if error.isMissingDomain { return nil }
            throw error
        }
    }

    /// As it was: whoever is told that nothing was defined must not find something.
    private func undo(
        _ domain: Domain, to before: String?, _ connection: LibvirtConnection, _ definition: MachineDefinition,
        _ error: any Error
    ) async throws {
        do {
            // A task of its own: an interrupted definition is taken back all the same.
            try await Task {
                if let before { _ = try await connection.define(before) } else { try await domain.undefine() }
            }.value
        } catch let second {
            throw Failure(
                "define the machine", on: definition.name,
                because: "\((error as? Failure)?.because ?? "\(error)"); and it could not be taken back: \(second)",
                next: "look at it with virsh dumpxml \(definition.uuid), and remove it by hand")
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
