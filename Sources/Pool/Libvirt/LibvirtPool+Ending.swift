internal import Estate
internal import Libvirt

/// Switching off and forgetting, by name for an operator who types one, by UUID for all others.
extension LibvirtPool {
    package func powerOff(_ machine: String, on host: String) async throws {
        try await powerOff(try await domain(machine, on: host, to: "power off the machine"), host)
    }

    package func powerOff(uuid: String, on host: String) async throws {
        if let domain = try await found(uuid: uuid, on: host, to: "power off the machine") {
            try await powerOff(domain, host)
        }
    }

    package func undefine(_ machine: String, on host: String) async throws {
        let connection = try await connections.to(host)
        let domain: Domain
        do throws(LibvirtError) {
            domain = try await connection.domain(named: machine)
        } catch {
            if error.isMissingDomain { return }
            throw error.failure("forget the machine", on: machine, next: "see the log of libvirtd on \(host)")
        }
        try await forget(domain, host)
    }

    package func undefine(uuid: String, on host: String) async throws {
        if let domain = try await found(uuid: uuid, on: host, to: "forget the machine") {
            try await forget(domain, host)
        }
    }

    /// Nil when the host answers that it has none of this UUID.
    func found(uuid: String, on host: String, to attempt: String) async throws -> Domain? {
        guard MachineDefinition.isUUID(uuid) else {
            throw Failure(
                attempt, on: uuid, because: "this is no UUID", next: "see the machines' UUIDs with `p2v pool --json`",
                exit: .refused)
        }
        let connection = try await connections.to(host)
        do throws(LibvirtError) {
            return try await connection.domain(uuid: uuid)
        } catch {
            if error.isMissingDomain { return nil }
            throw error.failure(attempt, on: uuid, next: "see the log of libvirtd on \(host)")
        }
    }

    func powerOff(_ domain: Domain, _ host: String) async throws {
        do throws(LibvirtError) {
            do throws(LibvirtError) {
                try await domain.destroy()
            } catch {
                // "Not valid in this state" may be said of other states than off.
                guard error.isWrongState, try await domain.state() == .shutOff else { throw error }
            }
        } catch {
            if error.isMissingDomain { return }
            throw error.failure("power off the machine", on: domain.name, next: "see the log of libvirtd on \(host)")
        }
    }

    private func forget(_ domain: Domain, _ host: String) async throws {
        do {
            guard try await domain.state() == .shutOff else {
                throw Failure(
                    "forget the machine", on: domain.name, because: "it runs on \(host)", next: "shut it down first",
                    exit: .refused)
            }
            try await domain.undefine()
        } catch let error as LibvirtError {
            if error.isMissingDomain { return }
            throw error.failure("forget the machine", on: domain.name, next: "see the log of libvirtd on \(host)")
        }
    }
}
