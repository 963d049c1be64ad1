internal import Libvirt

extension LibvirtPool {
    /// libvirt's Xen driver has no `domstats`: processor time and memory come from each domain in turn; disks and
    /// network are not known.
    func xenSample(_ connection: LibvirtConnection) async throws(LibvirtError) -> [DomainStatistics] {
        var all: [DomainStatistics] = []
        for domain in try await connection.domains() where domain.uuid != Survey.controlDomain {
            guard let info = try await infoIfRunning(domain) else { continue }
            let values: [String: TypedValue] = [
                "cpu.time": .unsigned(info.cpuNanoseconds), "balloon.current": .unsigned(info.memoryKiB),
            ]
            all.append(
                DomainStatistics(
                    name: domain.name, uuid: domain.uuid, values: values,
                    monotonicNanoseconds: Libvirt.monotonicNanoseconds()))
        }
        return all
    }

    /// Nil for a domain that does not run, or went away meanwhile.
    private func infoIfRunning(
        _ domain: Domain
    ) async throws(LibvirtError) -> (cpuNanoseconds: UInt64, memoryKiB: UInt64)? {
        do throws(LibvirtError) {
            return try await domain.state() == .running ? try await domain.info() : nil
        } catch {
            if error.isMissingDomain { return nil }
            throw error
        }
    }
}
