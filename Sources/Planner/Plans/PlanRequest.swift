package import Estate

/// All that a plan is made from.
package struct PlanRequest: Sendable {
    package var pool: PoolConfiguration
    package var hosts: [Host]
    /// Free bytes of each SR, by name, where they are known.
    package var storageFree: [String: UInt64]
    package var profiles: [ServerProfile]
    /// Observed load of each server, by name.
    package var history: [String: [UtilisationSeries]]
    package var policy: PlanPolicy
    package var rules: Rules
    /// Boot proofs beside the ones that the plan finds itself, by server.
    package var proofs: [String: [String]]

    /// Servers that are known but need not be in this plan: rules may name them, and they may have a server's UUID, too.
    package var others: [ServerProfile]
    /// What was measured of physical servers, by name.
    package var footprints: [String: Footprint] = [:]
    /// Hosts that answered: they run whatever the plan does.
    package var runningHosts = 0
    /// An earlier plan: its servers stay on their hosts and SRs as far as they can.
    package var keep: Plan?

    package init(
        pool: PoolConfiguration, hosts: [Host], storageFree: [String: UInt64] = [:], profiles: [ServerProfile],
        history: [String: [UtilisationSeries]] = [:], policy: PlanPolicy = PlanPolicy(), rules: Rules = Rules(),
        proofs: [String: [String]] = [:], others: [ServerProfile] = []
    ) {
        self.pool = pool
        self.hosts = hosts
        self.storageFree = storageFree
        self.profiles = profiles
        self.history = history
        self.policy = policy
        self.rules = rules
        self.proofs = proofs
        self.others = others
    }
}

extension PoolConfiguration {
    /// Hosts as the pool file states them, where no live pool answers. A member without stated sizes is left out.
    package var statedHosts: [Host] {
        hosts.compactMap { member in
            guard let cpus = member.cpus, let memory = member.memoryMiB, cpus > 0, memory > 0 else { return nil }
            let bytes = UInt64(memory) << 20
            return Host(
                name: member.name, cpus: cpus, memoryBytes: bytes, freeMemoryBytes: bytes, hypervisor: "kvm",
                versions: [], inMaintenance: member.inMaintenance ?? false, rates: member.rates)
        }
    }
}
