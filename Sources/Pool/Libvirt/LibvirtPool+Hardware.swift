internal import Estate

extension LibvirtPool {
    /// The virtual hardware that a new machine gets: what all hosts offer.
    package struct CommonHardware: Sendable, Hashable {
        /// `kvm` or `qemu`.
        package var type: String
        package var machine: String
        package var cpuModel: String
        package var uefi: Bool
    }

    /// - Throws: ``Failure`` when a host does not answer, or when the hosts have nothing in common.
    package func commonHardware() async throws -> CommonHardware {
        var all: [HostAbilities] = []
        for member in configuration.hosts { all.append(try await connections.abilities(of: member.name)) }
        let platform = try Platform.common(all)
        return CommonHardware(
            type: platform.type, machine: platform.machine, cpuModel: platform.cpuModel, uefi: platform.uefi)
    }
}
