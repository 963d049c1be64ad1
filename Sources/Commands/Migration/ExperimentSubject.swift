internal import ArgumentParser
internal import Estate
internal import LiveMigration
internal import Pool
internal import Probes
internal import Shell

/// The VM of the experiment, and how to bring it up with a given memory.
struct ExperimentSubject: ParsableArguments {
    @Option(help: "The VM: a DNS server that the pool knows (the converted dns01).")
    var machine = "dns01"

    @Option(help: "The VM's address.")
    var address = "10.77.0.53"

    @Option(help: "The name to look up.")
    var name = "www.lab.test"

    @Option(help: "The address that it must have.")
    var expected: String?

    @Option(
        help: ArgumentHelp(
            "A command that fills memory in the VM, so that size matters; {MIB} is how much, {ADDRESS} the VM's; empty "
                + "for a VM that does it itself. Default: over ssh as root, half of the memory."))
    var fill: String?

    @Option(
        help: ArgumentHelp(
            "A command that starts the writer of --load writer in the VM, in place of ssh as root; {RATE} and {SET} are "
                + "MiB/s and MiB. A VM of p2v lab guest is told by its kernel's command line and needs none."))
    var writer: String?

    @Option(help: "Seconds to wait for the VM's first answer.")
    var bootTimeout = 300

    /// What the table says it was.
    var label: String {
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

    private static func writing(_ load: ExperimentLoad) -> (rate: Int, set: Int) {
        if case .writer(let rate, let set) = load { (rate, set) } else { (0, ExperimentLoad.usualSet) }
    }

    private func startWriter(_ rate: Int, _ set: Int) async throws {
        if let writer { return try await run(writer, ["{RATE}": "\(rate)", "{SET}": "\(set)"]) }
        let stroke = (rate + 3) / 4
        try await SSHConnection(try SSHAddress("root@\(address)"), acceptNew: true, timeout: 60).check(
            script: """
                dd if=/dev/urandom of=/dev/shm/p2v-stroke bs=1M count=\(stroke) status=none
                nohup sh -c 'at=0; while :; do
                dd if=/dev/shm/p2v-stroke of=/dev/shm/p2v-set bs=1M seek=$at count=\(stroke) conv=notrunc status=none
                at=$(((at + \(stroke)) % \(set))); sleep 0.25; done' >/dev/null 2>&1 </dev/null &
                """,
            attempting: "start the writer in the experiment's VM")
    }

    private func run(_ command: String, _ values: [String: String]) async throws {
        let words = values.reduce(command) { $0.replacing($1.key, with: $1.value) }
            .replacing("{ADDRESS}", with: address).split(separator: " ").map(String.init)
        guard !words.isEmpty else { return }
        try await Shell.check(Command(words))
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

    private func fillMemory(_ mebibytes: Int) async throws {
        if let fill { return try await run(fill, ["{MIB}": "\(mebibytes)"]) }
        let server = SSHConnection(try SSHAddress("root@\(address)"), acceptNew: true, timeout: 60)
        try await waitForLogin(server)
        try await server.check(
            script: """
                mount -o remount,size=90% /dev/shm
                exec dd if=/dev/urandom of=/dev/shm/p2v-fill bs=1M count=\(mebibytes) status=none
                """,
            attempting: "fill the memory of the experiment's VM")
    }

    /// The name server of a VM that starts answers before its sshd does.
    private func waitForLogin(_ server: SSHConnection) async throws {
        let end = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < end, (try? await server.run(script: "exit 0\n")) == nil {
            try await Task.sleep(for: .seconds(2))
        }
    }
}
