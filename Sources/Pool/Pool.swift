package import Estate

/// # Pool: hosts, machines and storage behind one protocol
///
/// ```
///            Pool (small, required)  +  Features (what else this pool can do)
///             │
///   LibvirtPool  KVM, QEMU, Xen by libxl: one libvirtd a host     SimulatedPool  no host at all, for scale
///   XenPool      XenServer, XCP-ng: XAPI on the coordinator
/// ```
///
/// Everything that an implementation promises is in one contract suite, which every implementation runs.
/// A machine is named by its name; names are unique among a pool's running machines.
package protocol Pool: Sendable {
    var name: String { get }
    /// What this pool can do beyond the required calls.
    var features: Features { get }

    /// All configured hosts, in the configuration's order. One that does not answer is there with `reachable` false.
    func hosts() async throws -> [Host]
    /// The names of ``hosts()`` alone, where nothing else of them matters.
    func hostNames() async throws -> [String]
    /// Machines of all reachable hosts, sorted by name, then by host.
    func machines() async throws -> [Machine]
    /// Storage repositories; sizes are 0 where nothing could tell them, and `because` says why.
    func storage() async throws -> [StorageRepository]

    /// What speaks against a new machine, found without changing anything: all that ``define(_:on:)`` refuses
    /// (`define-…`), and what the first start would be refused for (`start-…`). Without a `critical` one both succeed,
    /// as the pool is now. Images may be missing still: a plan is checked before its images are made.
    ///
    /// - Throws: ``Failure`` when anything of it cannot be asked, a silent host above all: it may have the name, the
    ///   UUID or the MAC address. Unknown is not fine.
    func check(_ definition: MachineDefinition, on host: String) async throws -> [Concern]
    /// Makes a machine known on a host, shut off, whole or not at all. The images exist already. The same machine (name,
    /// UUID and origin) may be defined again where it is, while it is off: that makes a resumed conversion safe.
    ///
    /// - Throws: ``Failure`` with the first critical `define-…` concern of ``check(_:on:)``, or its failure.
    @discardableResult
    func define(_ definition: MachineDefinition, on host: String) async throws -> Machine
    /// Starts a machine that is shut off. Refused while any host runs a machine with the same name, UUID or image, and
    /// while any host cannot be asked: nothing else keeps one image from being started twice. Two that start at the same
    /// moment are told apart before either runs: it is started held still, and goes on when a second look at every host
    /// finds no other; the loser is stopped, and its caller told.
    ///
    /// - Parameter dead: hosts that need not be asked, and no others: the operator knows that they are off.
    func start(_ machine: String, on host: String, despiteSilenceOf dead: Set<String>) async throws
    /// Asks the guest to shut down and waits until it is off.
    ///
    /// - Throws: ``Failure`` when it is still running after `limit`.
    func shutDown(_ machine: String, on host: String, within limit: Duration) async throws
    /// Pulls the plug. A machine that is off already stays off. Who knows the UUID uses ``powerOff(uuid:on:)``.
    func powerOff(_ machine: String, on host: String) async throws
    /// Pulls the plug of the machine with this UUID. Afterwards `host` does not run it: that it is off, or not there,
    /// is no error. Another machine of the same name goes on running.
    ///
    /// - Throws: ``Failure`` when the host cannot be asked, or when several machines have this UUID (a copy that was
    ///   made on XenServer keeps the note with it): none of them is taken.
    func powerOff(uuid: String, on host: String) async throws
    /// Forgets a machine that is shut off. Its images stay. Forgetting one that is not there is no error. Who knows the
    /// UUID uses ``undefine(uuid:on:)``.
    func undefine(_ machine: String, on host: String) async throws
    /// Forgets the machine with this UUID, which must be shut off. One that is not there is no error. Another machine of
    /// the same name stays.
    ///
    /// - Throws: as ``powerOff(uuid:on:)``, and when it runs.
    func undefine(uuid: String, on host: String) async throws

    /// How the links of the network cards of the machine with this UUID are. Needs ``Features/links``.
    ///
    /// - Throws: ``Failure`` when `host` cannot be asked, or knows no such machine.
    func links(ofUUID uuid: String, on host: String) async throws -> LinkState
    /// Brings the links of all its network cards up or down, now and for its next start; answers when they are so.
    /// The guest sees it as a cable that is pulled or plugged in, and cannot undo it. Needs ``Features/links``.
    ///
    /// - Throws: ``Failure`` when that failed or cannot be seen: then each card may be either way.
    func setLinks(up: Bool, ofUUID uuid: String, on host: String) async throws

    /// Watches the pool for `interval`. Hosts whose counters could not be read are named as unknown, not as idle.
    func load(over interval: Duration) async throws -> PoolLoad

    /// What speaks against a migration now; `critical` ones make ``migrate(_:events:)`` fail.
    func concerns(about request: MigrationRequest) async throws -> [Concern]
    /// Moves a running machine; answers when it runs on the other host. A cancelled task aborts the migration, which
    /// leaves the machine running where it was.
    ///
    /// - Parameter events: called as things happen, on some thread; must return at once.
    @discardableResult
    func migrate(
        _ request: MigrationRequest, events: @escaping @Sendable (MigrationEvent) -> Void
    ) async throws -> JobStatistics
    /// The machine's migration as it stands, asked of the host it leaves; nil when that host answers that there is none.
    /// Throws when it does not say: then the migration may go on.
    func jobProgress(of machine: String, on host: String) async throws -> JobProgress?
    /// Stops the migration; the machine goes on running on `host`, which it was leaving.
    func abortMigration(of machine: String, on host: String) async throws

    /// Changes the migration that runs. Needs the feature of the same name.
    func adjustMigration(of machine: String, on host: String, _ change: MigrationChange) async throws
    /// Bytes of memory that the guest writes in a second, watched for `seconds`. Never during a migration.
    /// Needs ``Features/dirtyRate``.
    func dirtyRate(of machine: String, on host: String, seconds: Int) async throws -> UInt64
    /// Bytes of the host's memory that a running machine occupies; nil where nothing tells.
    func residentBytes(of machine: String, on host: String) async throws -> UInt64?

    // MARK: To settle a move that broke

    /// The machine as this one host has it; nil when the host knows none of that name. Throws when it cannot be asked.
    func condition(of machine: String, on host: String) async throws -> MachineCondition?
    /// Holds a running machine still: it keeps its memory and writes nothing more.
    func pause(_ machine: String, on host: String) async throws
    /// Lets a machine that is held still go on.
    func resume(_ machine: String, on host: String) async throws
    /// Takes a post-copy up again that a broken link has stopped on both sides. Needs ``Features/postCopy``.
    func recoverPostCopy(_ request: MigrationRequest) async throws

    /// Why each host and each SR that does not answer does not.
    func silences() async -> [Failure]
    /// Definitions of a host's running machines, by name, for the day when the host is lost; none where the pool
    /// itself remembers them.
    func definitions(on host: String) async throws -> [String: String]
    /// Makes a machine known on `host` from a kept definition, shut off.
    func restore(_ definition: String, on host: String) async throws
    /// Begins or ends a host's maintenance in the pool itself. Needs ``Features/maintenance``.
    func setMaintenance(_ on: Bool, of host: String) async throws
}

extension Pool {
    /// The machine of this name: the one that runs, or else the first that is known.
    ///
    /// - Throws: ``Failure`` when no reachable host knows it; it names the hosts that cannot be asked.
    package func machine(named name: String) async throws -> Machine {
        let known = try await machines()
        let all = known.filter { $0.name == name }
        if let running = all.first(where: { $0.state == .running || $0.state == .paused }) ?? all.first {
            return running
        }
        let silent = try await hosts().filter { !$0.reachable }.map(\.name).joined(separator: ", ")
        throw Failure(
            "find the machine", on: name,
            because: "no host of the pool \(self.name) that answers knows it"
                + (silent.isEmpty ? "" : ", and \(silent) cannot be asked")
                + Nearest.hint(for: name, among: known.map(\.name)),
            next: silent.isEmpty
                ? "see `p2v pool` for the machines there are"
                : "bring \(silent) back; see `p2v pool` for the machines that are seen")
    }

    package func start(_ machine: String, on host: String) async throws {
        try await start(machine, on: host, despiteSilenceOf: [])
    }

    /// Where the machine of this UUID is, off or running: none means that every host was asked and has none.
    ///
    /// - Throws: ``Failure`` when a host cannot be asked: it may have it.
    package func places(ofUUID uuid: String) async throws -> [Machine] {
        func askAll() async throws {
            guard let silent = try await hosts().first(where: { !$0.reachable }) else { return }
            throw Failure(
                "look for the machine", on: uuid,
                because: "\(silent.name) cannot be asked (\(silent.because ?? "it does not answer"))",
                next: "bring \(silent.name) back; if it is off for good, take it out of the pool file")
        }
        // Before and after: a host that fell silent in between had no say.
        try await askAll()
        let found = try await machines().filter { $0.uuid.lowercased() == uuid.lowercased() }
        try await askAll()
        return found
    }

    // Without an implementation there is no answer, and no answer is never "fine" or "done".
    package func check(_ definition: MachineDefinition, on host: String) async throws -> [Concern] {
        throw unsupported("check the definition", definition.name)
    }

    package func powerOff(uuid: String, on host: String) async throws {
        throw unsupported("power off the machine by its UUID", uuid)
    }

    package func undefine(uuid: String, on host: String) async throws {
        throw unsupported("forget the machine by its UUID", uuid)
    }

    package func links(ofUUID uuid: String, on host: String) async throws -> LinkState {
        throw unsupported("look at the machine's links", uuid)
    }

    package func setLinks(up: Bool, ofUUID uuid: String, on host: String) async throws {
        throw unsupported("change the machine's links", uuid)
    }

    package func load() async throws -> PoolLoad {
        try await load(over: .seconds(2))
    }

    package func adjustMigration(of machine: String, on host: String, _ change: MigrationChange) async throws {
        throw unsupported("change a running migration", machine)
    }

    package func dirtyRate(of machine: String, on host: String, seconds: Int) async throws -> UInt64 {
        throw unsupported("measure the dirty rate", machine)
    }

    package func residentBytes(of machine: String, on host: String) async throws -> UInt64? { nil }

    package func condition(of machine: String, on host: String) async throws -> MachineCondition? {
        let known = try await hosts().first { $0.name == host }
        guard let known, known.reachable else {
            throw Failure(
                "ask for the machine", on: machine,
                because: known == nil
                    ? "the pool has no host \(host)"
                    : "\(host) does not answer: \(known?.because ?? "no reason given")",
                next: "see `p2v pool`")
        }
        return try await machines().first { $0.name == machine && $0.host == host }.map { MachineCondition($0.state) }
    }

    package func pause(_ machine: String, on host: String) async throws {
        throw unsupported("hold the machine still", machine)
    }

    package func resume(_ machine: String, on host: String) async throws {
        throw unsupported("let the machine go on", machine)
    }

    package func recoverPostCopy(_ request: MigrationRequest) async throws {
        throw unsupported("take the post-copy up again", request.machine)
    }

    package func silences() async -> [Failure] { [] }
    package func hostNames() async throws -> [String] { try await hosts().map(\.name) }

    package func definitions(on host: String) async throws -> [String: String] { [:] }

    package func restore(_ definition: String, on host: String) async throws {
        throw unsupported("restore a machine from a kept definition", host)
    }

    package func setMaintenance(_ on: Bool, of host: String) async throws {
        throw unsupported("change a host's maintenance", host)
    }

    func unsupported(_ attempt: String, _ machine: String) -> Failure {
        Failure(
            attempt, on: machine, because: "the pool \(name) cannot do this", next: "go on without it",
            exit: .refused)
    }
}
