package import Estate
internal import Libvirt

extension LibvirtPool {
    package func concerns(about request: MigrationRequest) async throws -> [Concern] {
        let source = try await connections.to(request.from)
        let target = try await connections.to(request.to)
        let surveys = await survey()
        guard
            let machine = surveys.first(where: { $0.host == request.from })?.machines
                .first(where: { $0.description.name == request.machine })
        else {
            throw Failure(
                "check the migration", on: request.machine, because: "\(request.from) knows no machine of that name",
                next: "see `p2v pool` for the machines there are")
        }
        let elsewhere = surveys.first { $0.host == request.to }?.machines ?? []
        let hosts = try await hosts()
        let job = try? await source.domain(named: request.machine).jobStats()
        return MigrationConcerns(
            request: request, machine: machine, elsewhere: elsewhere,
            from: hosts.first { $0.name == request.from }, to: hosts.first { $0.name == request.to },
            abilities: try? await connections.abilities(of: request.to),
            jobRunning: job.map { $0.kind != .none && $0.kind != .completed } ?? false,
            interfaces: try? await target.interfaceNames(), networks: try? await target.networkNames()
        ).all
    }
}
