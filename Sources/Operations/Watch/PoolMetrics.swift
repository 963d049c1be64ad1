package import Estate

/// The pool in Prometheus' text format: load of hosts and VMs, and whether a host may be lost.
package struct PoolMetrics: Sendable {
    package var load = PoolLoad(seconds: 0, machines: [], hosts: [])
    /// Nil while a host cannot be asked.
    package var survivesHostLoss: Bool?
    package var observedAt: Moment?
    /// Observations that failed since the start.
    package var failures = 0

    package init(
        load: PoolLoad = PoolLoad(seconds: 0, machines: [], hosts: []), survivesHostLoss: Bool? = nil,
        observedAt: Moment? = nil, failures: Int = 0
    ) {
        self.load = load
        self.survivesHostLoss = survivesHostLoss
        self.observedAt = observedAt
        self.failures = failures
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
                "p2v_vm_disk_bytes_per_second", "Read and written by the VM.", machines.map { ($0.0, $0.1.diskBytes) })
            + family(
                "p2v_vm_network_bytes_per_second", "In and out of the VM.", machines.map { ($0.0, $0.1.networkBytes) })
            + family(
                "p2v_pool_survives_host_loss", "1 when any one host can be lost.",
                survivesHostLoss.map { [([:], $0 ? 1 : 0)] } ?? [])
            + family(
                "p2v_observed_seconds", "When the pool was last observed.", observedAt.map { [([:], $0.seconds)] } ?? []
            )
            + family("p2v_observation_failures", "Observations that failed since the start.", [([:], Double(failures))])
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
