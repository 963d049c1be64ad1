internal import Estate
internal import LiveMigration
internal import Pool
internal import Probes
internal import Shell

/// The VM of the experiment, and how to bring it up with a given memory.
package struct ExperimentSubject: Sendable {
    /// A DNS server that the pool knows.
    package var machine: String
    package var address: String
    /// The name to look up.
    package var name: String
    /// The address that it must have; nil takes any.
    package var expected: String?
    /// A command that fills memory in the VM: {MIB}, {ADDRESS}; empty for a VM that does it itself, nil for ssh as root.
    package var fill: String?
    /// A command that starts the writer in the VM: {RATE}, {SET}; nil for ssh as root.
    package var writer: String?
    /// Seconds to wait for the VM's first answer.
    package var bootTimeout = 300

    package init(machine: String, address: String, name: String) {
        self.machine = machine
        self.address = address
        self.name = name
    }

    /// What the table says it was.
    package var label: String {
        let filled = fill == "" ? "which fills its memory itself" : "half of its memory filled with noise"
        return "\(machine) at \(address), \(filled)"
    }

    func probes(perSecond: Double) -> [ProbeSpec] {
        Experiment.probes(address: address, name: name, expected: expected, perSecond: perSecond)
    }

    /// What asks for the load `dns:RATE`.
    var question: ProbeSpec { ProbeSpec(.dns(name: name, expected: expected), host: address, port: 53) }

    /// Stops the VM, gives it the memory, starts it, waits for DNS, fills half of its memory, starts its load.
    func prepare(_ pool: LibvirtPool, memoryMiB: Int, load: ExperimentLoad, on host: String) async throws {
        let known = try await known(pool)
        if known.state != .shutOff { try await stop(pool, known) }
        if known.host != host { try await bringHome(pool, known, host) }
        let (rate, set) = Self.writing(load)
        let told = try await pool.setMemory(
            of: machine, on: host, mebibytes: memoryMiB, arguments: ["p2v.write": "\(rate)", "p2v.set": "\(set)"])
        try await pool.start(machine, on: host)
        try await ProbeRunner.waitUntilAnswered(question, within: .seconds(bootTimeout))
        try await fillMemory(memoryMiB / 2)
        if told < 2, rate > 0 { try await startWriter(rate, set) }
    }

    private func known(_ pool: LibvirtPool) async throws -> Machine {
        do {
            return try await pool.machine(named: machine)
        } catch var failure as Failure {
            failure.next =
                "convert it first (p2v convert), or take a tiny guest: p2v lab guest dns --fill 0.5 --ip 10.77.0.66, then "
                + "p2v lab experiment --machine dns --address 10.77.0.66 --name dns.lab.test --fill ''"
            throw failure
        }
    }

    private func stop(_ pool: LibvirtPool, _ known: Machine) async throws {
        do {
            try await pool.shutDown(machine, on: known.host, within: .seconds(60))
        } catch is Failure {
            // A small guest may not listen to ACPI; the experiment's VM has nothing to lose.
            try await pool.powerOff(uuid: known.uuid, on: known.host)
        }
    }

    /// A stopped VM is known on one host only: it starts there and moves over.
    private func bringHome(_ pool: LibvirtPool, _ known: Machine, _ host: String) async throws {
        try await pool.start(machine, on: known.host)
        try await pool.migrate(MigrationRequest(machine: machine, from: known.host, to: host)) { _ in }
        try await stop(pool, try await pool.machine(named: machine))
    }
}
