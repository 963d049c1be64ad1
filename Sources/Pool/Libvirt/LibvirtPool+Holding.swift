internal import Estate
internal import Libvirt

/// Calls that settle a move which broke.
extension LibvirtPool {
    package func condition(of machine: String, on host: String) async throws -> MachineCondition? {
        let connection = try await connections.to(host)
        do {
            let (state, memory) = try await connection.domain(named: machine).condition()
            return MachineCondition(Machine.State(state), memory: MachineCondition.Memory(memory))
        } catch {
            if error.isMissingDomain { return nil }
            throw error.failure("ask for the machine", on: machine, next: "see the log of libvirtd on \(host)")
        }
    }

    package func pause(_ machine: String, on host: String) async throws {
        let domain = try await domain(machine, on: host, to: "hold the machine still")
        do {
            try await domain.suspend()
        } catch {
            throw error.failure("hold the machine still", on: machine, next: "see the log of libvirtd on \(host)")
        }
    }

    package func resume(_ machine: String, on host: String) async throws {
        let domain = try await domain(machine, on: host, to: "let the machine go on")
        do {
            try await domain.resume()
        } catch {
            throw error.failure("let the machine go on", on: machine, next: "see the log of libvirtd on \(host)")
        }
    }

    package func recoverPostCopy(_ request: MigrationRequest) async throws {
        let attempt = "take the post-copy up again"
        let member = try member(request.to)
        let destination = try PeerURI.text(member)
        let domain = try await domain(request.machine, on: request.from, to: attempt)
        var options = MigrationOptions(request)
        options.allowPostCopy = true
        options.resumesPostCopy = true
        try options.use(member)
        do {
            try await domain.migrate(to: destination, options)
        } catch {
            throw error.failure(attempt, on: request.machine, next: "bring the way between the hosts back first")
        }
    }
}

extension MachineCondition.Memory {
    init(_ memory: Domain.Memory) {
        self =
            switch memory {
            case .whole: .whole
            case .split: .split
            case .torn: .torn
            }
    }
}
