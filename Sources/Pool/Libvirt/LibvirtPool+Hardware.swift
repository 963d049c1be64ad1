internal import Estate

extension LibvirtPool {
    /// The virtual hardware that a new machine gets: what all hosts offer.
    public struct CommonHardware: Sendable, Hashable {
        /// `kvm` or `qemu`.
        public var type: String
        public var machine: String
        public var cpuModel: String
        public var uefi: Bool
    }

    /// - Throws: ``Failure`` when a host does not answer, or when the hosts have nothing in common.
    public func commonHardware() async throws -> CommonHardware {
        var all: [HostAbilities] = []
        for member in configuration.hosts { all.append(try await connections.abilities(of: member.name)) }
        let platform = try Platform.common(all)
        return CommonHardware(
            type: platform.type, machine: platform.machine, cpuModel: platform.cpuModel, uefi: platform.uefi)
    }
}
