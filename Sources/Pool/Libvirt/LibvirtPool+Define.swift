package import Estate
internal import Libvirt

extension LibvirtPool {
    @discardableResult
    package func define(_ definition: MachineDefinition, on host: String) async throws -> Machine {
        try definition.check()
        let connection = try await connections.to(host)
        let surveys = await survey()
        try refuseTaken(definition, host, surveys)
        let abilities = try await connections.abilities(of: host)
        let platform = try Platform.common(try await abilitiesOfAll(surveys, including: abilities))
        let xml = try DomainXML(templates: templates).text(definition, platform, emulator: abilities.emulator)
        do {
            let domain = try await connection.define(xml)
            guard let description = DomainDescription(xml: try await domain.xml()) else {
                throw Failure(
                    "define the machine", on: definition.name, because: "\(host) answers no definition",
                    next: "see virsh dumpxml \(definition.name)")
            }
            return Machine(Survey.Found(description: description, state: .shutOff), on: host)
        } catch let error as LibvirtError {
            throw error.failure(
                "define the machine", on: definition.name, next: "correct the plan, or the domain template")
        }
    }

    /// The same machine may be defined again where it is, while it is off: that makes a resumed conversion safe.
    private func refuseTaken(_ definition: MachineDefinition, _ host: String, _ surveys: [Survey]) throws(Failure) {
        for survey in surveys {
            for found in survey.machines {
                let other = found.description
                let sameName = other.name == definition.name
                let sameUUID = other.uuid.lowercased() == definition.uuid.lowercased()
                guard sameName || sameUUID else { continue }
                if sameName, sameUUID, survey.host == host, !found.active { continue }
                let what = sameName ? "the name" : "the UUID \(definition.uuid)"
                throw Failure(
                    "define the machine", on: definition.name,
                    because: "\(what) is taken by \(other.name) on \(survey.host)",
                    next: "give the new machine another name, or remove the old one", exit: .refused)
            }
        }
    }

    /// A host that does not answer cannot narrow the choice.
    private func abilitiesOfAll(_ surveys: [Survey], including own: HostAbilities) async throws -> [HostAbilities] {
        var all = [own]
        for survey in surveys where survey.failure == nil {
            all.append(try await connections.abilities(of: survey.host))
        }
        return all
    }
}
