internal import Estate

/// Why there is no plan, with the numbers and the way out.
enum Refusal {
    static func nothingToMove(_ leftOut: [LeftOut]) -> Failure {
        Failure(
            "plan", on: "\(leftOut.count) servers",
            because: leftOut.isEmpty
                ? "no server is named"
                : leftOut.map { "\($0.server): \($0.reason)" }.joined(separator: "\n  "),
            next: leftOut.isEmpty ? "scan servers first: p2v scan ssh://root@SERVER" : "solve what blocks them",
            exit: .refused)
    }

    static func noPlace(_ model: PlacementModel, _ solver: PackingSolver, pool: String) async -> Failure {
        let subject = "pool \(pool)"
        let tooLarge = model.servers.filter { server in !model.hosts.contains { fits(server, $0, model) } }
        if !tooLarge.isEmpty {
            return Failure(
                "plan", on: subject, because: tooLarge.map { numbers($0, model) }.joined(separator: "\n  "),
                next: await change(model, solver) ?? "add memory or hosts, lower the headroom, or name fewer servers",
                exit: .refused)
        }
        var quick = solver.part(0.25)
        quick.timeLimit = min(quick.timeLimit, 2)
        if let core = await Contradiction(model: model, solver: quick).smallest() {
            if core.isEmpty, model.policy.survive > 0 { return await notSurvived(model, solver, subject) }
            return Failure(
                "plan", on: subject, because: "these rules cannot hold together:\n  " + core.joined(separator: "\n  "),
                next: "take one of them back", exit: .refused)
        }
        let needed = model.servers.reduce(0.0) { $0 + model.memory(of: $1) }
        let room = model.hosts.reduce(0.0) { $0 + model.capacity(of: $1)[0] }
        return Failure(
            "plan", on: subject,
            because: "\(model.servers.count) servers need \(Int(needed)) MiB in all, "
                + "\(model.hosts.count) hosts have \(Int(room)) MiB after headroom, and no packing was found: "
                + model.hosts.prefix(8).map {
                    "\($0.name) \(Int(model.capacity(of: $0)[0])) MiB"
                }
                .joined(separator: ", "),
            next: await change(model, solver) ?? "add memory or hosts, lower the headroom, or name fewer servers",
            exit: .refused)
    }

    private static func change(_ model: PlacementModel, _ solver: PackingSolver) async -> String? {
        // Whoever is refused does not wait long for advice.
        var quick = solver.within(min(2, solver.timeLimit / 4))
        quick.timeLimit = min(quick.timeLimit, 0.5)
        return await SmallestChange(model: model, solver: quick).words()
    }

    private static func notSurvived(_ model: PlacementModel, _ solver: PackingSolver, _ subject: String) async
        -> Failure
    {
        let placement = await Placement.solve(model, solver, reserve: 0)
        let lost =
            placement.flatMap { Failover(model: model).broken($0.hosts) }?.map { model.hosts[$0].name } ?? []
        return Failure(
            "plan", on: subject,
            because: "all VMs fit, but after the loss of \(lost.joined(separator: " and ")) its VMs find no place "
                + "while the others stay: the hosts that are left have too little room in some hour",
            next: (await change(model, solver) ?? "add a host, lower the headroom") + ", or plan with --survive 0",
            exit: .refused)
    }

    private static func fits(_ server: PlannedServer, _ host: Host, _ model: PlacementModel) -> Bool {
        let capacity = model.capacity(of: host)
        let peak = model.demands[server.server]?.cores.max() ?? 0
        return model.memory(of: server) <= capacity[0] && Double(server.vcpus) <= capacity[1]
            && server.vcpus <= host.cpus && peak <= capacity[2]
            && model.rates.indices.allSatisfy { model.peak(of: server, model.rates[$0]) <= capacity[3 + $0] }
    }

    private static func numbers(_ server: PlannedServer, _ model: PlacementModel) -> String {
        let demand = model.demands[server.server]
        let peak = demand?.cores.max() ?? 0
        let need =
            "\(Int(model.memory(of: server))) MiB, \(server.vcpus) vCPUs"
            + (peak > 0 ? ", \(Fixed.text(peak, 1)) busy cores" + hour(of: peak, demand) : "")
            + model.rates.map { ", \(Int(model.peak(of: server, $0))) \($0.name)" }.joined()
        let hosts = model.hosts.prefix(8).map { host in
            let capacity = model.capacity(of: host)
            return
                "\(host.name) has \(Int(capacity[0])) MiB, \(host.cpus) CPUs, \(Fixed.text(capacity[2], 1)) cores"
                + zip(model.rates, capacity[3...]).map { ", \(Int($1)) \($0.name)" }.joined()
        }
        return "\(server.server) needs \(need); "
            + (hosts.isEmpty ? "no host is in service" : hosts.joined(separator: "; ") + " after headroom")
    }

    private static func hour(of peak: Double, _ demand: Demand?) -> String {
        demand?.cores.firstIndex(of: peak).map { " on \(Demand.name(ofHour: $0))" } ?? ""
    }
}
