internal import Estate

/// What each host carries hour by hour, summed from the plan and from demand: never the sum of peaks.
struct HostLoads {
    private let plan: Plan
    private let hosts: [Host]
    private let demandOf: [String: Demand]

    init(plan: Plan, hosts: [Host], demands: [Demand]) {
        self.plan = plan
        self.hosts = hosts
        demandOf = Dictionary(demands.map { ($0.server, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// One host's limits under the plan's policy.
    struct Limits {
        var memory: Double
        var vcpus: Double
        var cores: Double
        var rates: Rates?
    }

    func limits(_ host: Host) -> Limits {
        let policy = plan.policy
        let mebibyte = 1_048_576.0
        let total = (Double(host.memoryBytes) / mebibyte).rounded(.down)
        let free = min(total, (Double(host.freeMemoryBytes) / mebibyte).rounded(.down))
        let headroom = (total / 100 * policy.memoryHeadroomPercent - 1e-9).rounded(.up)
        return Limits(
            memory: free + total * ((policy.memoryOvercommit ?? 1) - 1) - headroom - Double(policy.hostOverheadMiB),
            vcpus: policy.vcpusPerCPU * Double(host.cpus),
            cores: Double(host.cpus) * (100 - policy.loadHeadroomPercent) / 100, rates: host.rates)
    }

    func overloads() -> [String] {
        hosts.flatMap { host -> [String] in
            let members = plan.servers.filter { $0.host == host.name }
            guard !members.isEmpty else { return [] }
            var found: [String] = []
            if host.inMaintenance { found.append("\(host.name) is in maintenance") }
            for server in members where server.vcpus > host.cpus {
                found.append("\(server.server) has \(server.vcpus) vCPUs, \(host.name) has \(host.cpus) CPUs")
            }
            return found + excess(members, limits(host)).map { "\(host.name) \($0)" }
        }
    }

    /// What exceeds the limits, in words.
    private func excess(_ members: [PlannedServer], _ limits: Limits) -> [String] {
        var found: [String] = []
        let memory = members.reduce(0.0) { $0 + plan.policy.needed(by: $1) }
        if memory > limits.memory + 1e-6 {
            found.append("needs \(Int(memory)) MiB, \(Int(max(0, limits.memory))) MiB are free after headroom")
        }
        let vcpus = members.reduce(0) { $0 + $1.vcpus }
        if Double(vcpus) > limits.vcpus + 1e-6 {
            found.append("carries \(vcpus) vCPUs, \(Int(limits.vcpus)) are allowed")
        }
        var busiest = (hour: 0, cores: 0.0)
        for hour in 0..<Demand.hours {
            let cores = members.reduce(0.0) { $0 + (demandOf[$1.server]?.cores[hour] ?? 0) }
            if cores > busiest.cores { busiest = (hour, cores) }
        }
        if busiest.cores > limits.cores * (1 + 1e-9) + 1e-9 {
            found.append(
                "needs \(Fixed.text(busiest.cores, 1)) cores on \(Demand.name(ofHour: busiest.hour)), "
                    + "\(Fixed.text(limits.cores, 1)) are free after headroom")
        }
        let demands = members.compactMap { demandOf[$0.server] }
        return found
            + MeasuredRate.ofHosts.compactMap {
                $0.excess(demands, limits.rates, headroomPercent: plan.policy.loadHeadroomPercent)
            }
    }

    // MARK: Rows of numbers: memory, vCPUs, cores by hour, and each measured rate by hour

    /// What a host gives, with the little that sums of real numbers may differ by; infinite where nobody states a limit.
    func room(of host: Host) -> [Double] {
        let limits = limits(host)
        let loose = { (value: Double) in value * (1 + 1e-9) + 1e-9 }
        let hours = { (value: Double) in [Double](repeating: value, count: Demand.hours) }
        return [limits.memory + 1e-6, limits.vcpus + 1e-6] + hours(loose(limits.cores))
            + MeasuredRate.ofHosts.flatMap { rate in
                let stated = limits.rates.flatMap(rate.limit)
                return hours(stated.map { loose($0 - $0 * plan.policy.loadHeadroomPercent / 100) } ?? .infinity)
            }
    }

    /// What a VM asks for.
    func need(of server: PlannedServer, _ demand: Demand?) -> [Double] {
        let nothing = [Double](repeating: 0, count: Demand.hours)
        return [plan.policy.needed(by: server), Double(server.vcpus)]
            + (demand?.cores ?? nothing)
            + MeasuredRate.ofHosts.flatMap { rate in demand.flatMap(rate.demand) ?? nothing }
    }
}

extension PlanPolicy {
    /// MiB that a host must have for a VM: the guest's, and what the hypervisor keeps for it, never less than a whole MiB.
    func needed(by server: PlannedServer) -> Double {
        let (memory, vcpus) = (Double(server.memoryMiB), Double(server.vcpus))
        let tables = memory / 100 * (machineOverheadPercent ?? 0) + vcpus * (vcpuOverheadMiB ?? 0)
        return memory + Double(machineOverheadMiB) + (tables - 1e-9).rounded(.up)
    }
}
