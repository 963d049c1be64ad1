internal import Estate
internal import Libvirt

/// Definitions kept for the day when a host is lost: a dead host cannot be asked what its machines were.
extension LibvirtPool {
    /// Definitions of a host's running machines, by name, as its libvirtd would keep them.
    package func definitions(on host: String) async throws -> [String: String] {
        var definitions: [String: String] = [:]
        for found in try await survey(host) where found.active {
            let domain = try await domain(found.description.name, on: host, to: "read the definition")
            do {
                definitions[found.description.name] = try await domain.xml(inactive: true)
            } catch {
                throw error.failure("read the definition", on: found.description.name, next: "see virsh dumpxml")
            }
        }
        return definitions
    }

    /// Makes a machine known on `host` from a kept definition, shut off. On `host` itself it may be known and off.
    ///
    /// - Throws: ``Failure`` when it runs somewhere, or when it is known on another host that answers.
    package func restore(_ definition: String, on host: String) async throws {
        guard let kept = DomainDescription(xml: definition) else {
            throw Failure(
                "restore the machine", on: host, because: "its kept definition is none",
                next: "define it by hand", exit: .refused)
        }
        for survey in await survey() {
            for found in survey.machines
            where found.description.name == kept.name || found.description.uuid == kept.uuid {
                if survey.host == host, !found.active { continue }
                throw Failure(
                    "restore the machine", on: kept.name, because: "\(survey.host) knows it already",
                    next: "start it there, or remove it there first", exit: .refused)
            }
        }
        let connection = try await connections.to(host)
        do {
            _ = try await connection.define(definition)
        } catch {
            throw error.failure("restore the machine", on: kept.name, next: "define it by hand")
        }
    }
}
