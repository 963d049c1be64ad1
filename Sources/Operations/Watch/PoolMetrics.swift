package import Estate

/// The pool in Prometheus' text format: load of hosts and VMs, and whether a host may be lost.
package struct PoolMetrics: Sendable {
    /// Of each host as it was when it was last seen.
    package var load = PoolLoad(seconds: 0, machines: [], hosts: [])
    /// Nil while a host cannot be asked.
    package var survivesHostLoss: Bool?
    /// When all of the pool was last seen.
    package var observedAt: Moment?
    /// Observations that failed since the start, and those that left out a host.
    package var failures = 0
    /// When each host was last seen.
    private(set) var seenAt: [String: Moment] = [:]
    /// Hosts that were not seen the last time.
    private(set) var unseen: Set<String> = []

    package init(
        load: PoolLoad = PoolLoad(seconds: 0, machines: [], hosts: []), survivesHostLoss: Bool? = nil,
        observedAt: Moment? = nil, failures: Int = 0
    ) {
        self.load = load
        self.survivesHostLoss = survivesHostLoss
        self.observedAt = observedAt
        self.failures = failures
    }

    /// A new observation. What a host that was not seen last told stays, with its age.
    ///
    /// - Parameter unseen: hosts that could not be asked.
    mutating func take(_ new: PoolLoad, without unseen: Set<String>, at moment: Moment) {
        let unseen = unseen.union(new.unknown.map { Set($0.keys) } ?? [])
        let here = Set(new.machines.map(\.machine))
        load = PoolLoad(
            seconds: new.seconds,
            machines: new.machines + load.machines.filter { unseen.contains($0.host) && !here.contains($0.machine) },
            hosts: new.hosts
                + load.hosts.filter { old in
                    unseen.contains(old.host) && !new.hosts.contains { $0.host == old.host }
                })
        for host in new.hosts where !unseen.contains(host.host) { seenAt[host.host] = moment }
        self.unseen = unseen
        guard unseen.isEmpty, !new.hosts.isEmpty else { return failed(unseen: unseen) }
        observedAt = moment
    }

    /// A look that failed, or did not see all: nothing that counts the whole pool is known now.
    ///
    /// - Parameter unseen: hosts that could not be asked; nil: none could.
    mutating func failed(unseen: Set<String>? = nil) {
        failures += 1
        survivesHostLoss = nil
        self.unseen = unseen ?? Set(load.hosts.map(\.host)).union(self.unseen)
    }

    package var text: String {
        let hosts = load.hosts.map { (["host": $0.host], $0.sample, 0.0) }
        let machines = load.machines.map { (["vm": $0.machine, "host": $0.host], $0.sample, $0.coresWaiting) }
        return family("p2v_host_cores_busy", "Cores busy on the host.", hosts.map { ($0.0, $0.1.coresBusy) })
            + family("p2v_host_cores", "Cores of the host.", load.hosts.map { (["host": $0.host], Double($0.cpus)) })
            + family("p2v_host_memory_bytes", "Memory that the host's VMs use.", hosts.map { ($0.0, $0.1.memoryBytes) })
            + family("p2v_vm_cores_busy", "Cores that the VM keeps busy.", machines.map { ($0.0, $0.1.coresBusy) })
            + family(
                "p2v_vm_cores_waiting", "Virtual CPUs ready to run that had to wait.", machines.map { ($0.0, $0.2) })
            + family("p2v_vm_memory_bytes", "Memory that the VM uses.", machines.map { ($0.0, $0.1.memoryBytes) })
            + family(
                "p2v_vm_disk_bytes_per_second", "Read and written by the VM.",
                machines.compactMap { machine in machine.1.diskBytes.map { (machine.0, $0) } })
            + family(
                "p2v_vm_network_bytes_per_second", "In and out of the VM.",
                machines.compactMap { machine in machine.1.networkBytes.map { (machine.0, $0) } })
            + family(
                "p2v_pool_survives_host_loss", "1 when any one host can be lost.",
                survivesHostLoss.map { [([:], $0 ? 1 : 0)] } ?? [])
            + sight
    }

    /// How old the numbers are, and whose are not of now.
    private var sight: String {
        let last = observedAt.map { [([String: String](), $0.seconds)] } ?? []
        let known = Set(seenAt.keys).union(unseen).sorted()
        return family(
            "p2v_host_seen", "1 when the host told its load the last time.",
            known.map { (["host": $0], unseen.contains($0) ? 0 : 1) })
            + family(
                "p2v_host_observed_seconds", "When the host last told its load: its other numbers are of then.",
                seenAt.sorted { $0.key < $1.key }.map { (["host": $0.key], $0.value.seconds) })
            + family("p2v_observed_seconds", "When all of the pool was last observed.", last)
            + family("p2v_last_success_seconds", "The same: an alarm asks for its age.", last)
            + family(
                "p2v_observation_failures", "Observations that failed, or left out a host, since the start.",
                [([:], Double(failures))])
    }

    private func family(_ name: String, _ help: String, _ values: [([String: String], Double)]) -> String {
        guard !values.isEmpty else { return "" }
        return "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
            + values.map { "\(name)\(labels($0.0)) \($0.1)\n" }.joined()
    }

    private func labels(_ labels: [String: String]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{"
            + labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
            + "}"
    }

    /// Backslash, quote and line feed, as the text format wants them.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            default: String(scalar)
            }
        }.joined()
    }
}
