package import Estate

/// How full a plan's hosts are, and what would still fit.
package struct HostRoom: Sendable {
    private let model: PlacementModel
    private let hostOf: [Int]

    package init(plan: Plan, request: PlanRequest) {
        model = PlacementModel(
            servers: plan.servers, demands: PlanMaker.demands(of: plan.servers, request), hosts: request.hosts,
            policy: plan.policy, rules: Rules())
        let hosts = model.hosts
        hostOf = plan.servers.map { server in hosts.firstIndex { $0.name == server.host } ?? 0 }
    }

    package struct Use: Sendable {
        package var memory: Double
        package var vcpus: Double
        package var cores: [Double]
        /// By hour, of each of the model's rates.
        package var rates: [[Double]]
        package var capacity: [Double]
        package var members: [Int]
    }

    package func use(of host: Int) -> Use {
        let members = hostOf.indices.filter { hostOf[$0] == host }
        return Use(
            memory: members.reduce(0.0) { $0 + model.memory(of: model.servers[$1]) },
            vcpus: members.reduce(0.0) { $0 + Double(model.servers[$1].vcpus) }, cores: model.cores(of: members),
            rates: model.rates.map { model.sum(of: members, $0.series) },
            capacity: model.capacity(of: model.hosts[host]), members: members)
    }

    package var hosts: [Host] { model.hosts }

    private var uses: [Use] { model.hosts.indices.map(use) }

    var tightestMemory: Int { percent { $0.memory / max($0.capacity[0], 1) } }

    /// nil where no server has history: unknown is not 0 %.
    var tightestCores: Int? {
        model.demands.isEmpty ? nil : percent { ($0.cores.max() ?? 0) / max($0.capacity[2], 0.001) }
    }

    private func percent(_ share: (Use) -> Double) -> Int { Int(((uses.map(share).max() ?? 0) * 100).rounded()) }

    /// More servers like the median one, on all hosts of the pool, with the placement as it is.
    func moreFit() -> Int {
        let order = model.servers.indices.sorted { model.servers[$0].memoryMiB < model.servers[$1].memoryMiB }
        guard !order.isEmpty else { return 0 }
        let median = order[order.count / 2]
        let memory = model.memory(of: model.servers[median])
        let vcpus = Double(model.servers[median].vcpus)
        let timed = [model.cores(of: [median])] + model.rates.map { model.sum(of: [median], $0.series) }
        return uses.reduce(0) { sum, use in
            var fit = Int(max(0, min((use.capacity[0] - use.memory) / memory, (use.capacity[1] - use.vcpus) / vcpus)))
            for (at, used) in ([use.cores] + use.rates).enumerated() {
                for hour in used.indices where timed[at][hour] > 0 {
                    fit = min(fit, Int(max(0, (use.capacity[2 + at] - used[hour]) / timed[at][hour])))
                }
            }
            return sum + fit
        }
    }
}
