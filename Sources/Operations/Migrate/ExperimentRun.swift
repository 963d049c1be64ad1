package import Estate
package import LiveMigration
internal import Pool
internal import Probes
internal import Store

/// Runs the reference experiment on two hosts of the pool, under the pool's lease.
package struct ExperimentRun: Sendable {
    package struct Request: Sendable {
        package var subject: ExperimentSubject
        /// MiB, in this order.
        package var memory: [Int]
        package var loads: [ExperimentLoad]
        package var presets: [ExperimentPreset]
        /// Moves in each direction for each size, load and settings.
        package var times: Int
        /// Settings of every move; its probes are the subject's own where it has none.
        package var order: MigrationOrder

        package init(
            _ subject: ExperimentSubject, memory: [Int], loads: [ExperimentLoad], presets: [ExperimentPreset],
            times: Int, order: MigrationOrder
        ) {
            self.subject = subject
            self.memory = memory
            self.loads = loads
            self.presets = presets
            self.times = times
            self.order = order
        }
    }

    package enum Event: Sendable {
        case began(label: String)
        case starting(machine: String, memoryMiB: Int, load: ExperimentLoad, host: String)
        case moved(MigrationRecord, number: Int, of: Int)
        case failed(Failure, number: Int, of: Int)
    }

    private let workspace: Workspace
    private let events: @Sendable (Event) -> Void

    package init(in workspace: Workspace, events: @escaping @Sendable (Event) -> Void) {
        self.workspace = workspace
        self.events = events
    }

    /// - Throws: ``Failure``: refused where fewer than two hosts can be used; busy while another p2v moves VMs.
    package func run(_ request: Request) async throws -> ExperimentDocument {
        let pool = try workspace.openLibvirtPool(to: "run the experiment")
        let ledger = try await workspace.openLedger(pool)
        return try await ledger.withLease("lab experiment") { try await run(request, pool) }
    }

    private func run(_ request: Request, _ pool: LibvirtPool) async throws -> ExperimentDocument {
        let store = try workspace.openStore()
        let experiment = try await experiment(request, pool)
        let (subject, home) = (request.subject, experiment.hosts.0)
        events(.began(label: subject.label))
        let reports = try await experiment.run(
            with: try workspace.migration(of: pool, journal: store, guardsLoss: true),
            prepare: { size, load in
                events(.starting(machine: subject.machine, memoryMiB: size, load: load, host: home))
                try await subject.prepare(pool, memoryMiB: size, load: load, on: home)
            },
            each: { result, number in
                switch result {
                case .failure(let failure): events(.failed(failure, number: number, of: experiment.total))
                case .success(let record):
                    try await store.save(record.report)
                    events(.moved(record, number: number, of: experiment.total))
                }
            })
        return ExperimentDocument(machine: subject.label, reports)
    }

    private func experiment(_ request: Request, _ pool: LibvirtPool) async throws -> Experiment {
        let hosts = try await pool.hosts().filter { $0.reachable && !$0.inMaintenance }.map(\.name)
        guard hosts.count >= 2 else {
            throw Failure(
                "run the experiment", on: pool.name, because: "\(hosts.count) of its hosts can be used",
                next: "bring two hosts up", exit: .refused)
        }
        var order = request.order
        order.to = hosts[1]
        if order.probes.isEmpty { order.probes = request.subject.probes(perSecond: order.perSecond) }
        var experiment = Experiment(
            machine: request.subject.machine, hosts: (hosts[0], hosts[1]), memory: request.memory,
            times: request.times, order: order)
        experiment.loads = request.loads
        experiment.presets = request.presets
        experiment.question = request.subject.question
        return experiment
    }
}
