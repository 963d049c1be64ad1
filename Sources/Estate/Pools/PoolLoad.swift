/// The load of a pool over one interval: what a balancer decides from.
package struct PoolLoad: Sendable, Hashable, Codable {
    /// Length of the interval.
    package var seconds: Double
    /// Running machines.
    package var machines: [MachineLoad]
    /// Hosts that told their counters: the sum of their machines.
    package var hosts: [HostLoad]
    /// Hosts whose load is not known, each with the reason. They are not idle; nil when all are known.
    package var unknown: [String: String]?

    package init(seconds: Double, machines: [MachineLoad], hosts: [HostLoad], unknown: [String: String] = [:]) {
        self.unknown = unknown.isEmpty ? nil : unknown
        self.seconds = seconds
        self.machines = machines
        self.hosts = hosts
    }
}

/// One machine's load.
package struct MachineLoad: Sendable, Hashable, Codable {
    package var machine: String
    package var host: String
    package var sample: LoadSample
    /// Virtual CPUs that were ready to run and had to wait: what a host without room hides from `coresBusy`.
    package var coresWaiting: Double

    package init(machine: String, host: String, sample: LoadSample, coresWaiting: Double = 0) {
        self.machine = machine
        self.host = host
        self.sample = sample
        self.coresWaiting = coresWaiting
    }
}

/// One host's load.
package struct HostLoad: Sendable, Hashable, Codable {
    package var host: String
    package var cpus: Int
    package var sample: LoadSample

    package init(host: String, cpus: Int, sample: LoadSample) {
        self.host = host
        self.cpus = cpus
        self.sample = sample
    }
}
