/// The load of a pool over one interval: what a balancer decides from.
public struct PoolLoad: Sendable, Hashable, Codable {
    /// Length of the interval.
    public var seconds: Double
    /// Running machines.
    public var machines: [MachineLoad]
    /// Reachable hosts: the sum of their machines.
    public var hosts: [HostLoad]

    public init(seconds: Double, machines: [MachineLoad], hosts: [HostLoad]) {
        self.seconds = seconds
        self.machines = machines
        self.hosts = hosts
    }
}

/// One machine's load.
public struct MachineLoad: Sendable, Hashable, Codable {
    public var machine: String
    public var host: String
    public var sample: LoadSample
    /// Virtual CPUs that were ready to run and had to wait: what a host without room hides from `coresBusy`.
    public var coresWaiting: Double

    public init(machine: String, host: String, sample: LoadSample, coresWaiting: Double = 0) {
        self.machine = machine
        self.host = host
        self.sample = sample
        self.coresWaiting = coresWaiting
    }
}

/// One host's load.
public struct HostLoad: Sendable, Hashable, Codable {
    public var host: String
    public var cpus: Int
    public var sample: LoadSample

    public init(host: String, cpus: Int, sample: LoadSample) {
        self.host = host
        self.cpus = cpus
        self.sample = sample
    }
}
