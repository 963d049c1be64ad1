import Adaptation
import ConversionDoubles
import DiskCopying
import Estate
import Foundation
import ImageStores
import Pool
import SourceControl
import Synchronization

@testable import Converter

/// A server, a pool and an SR, without root and without network. Each call of `run` or `undo` is a process of its own.
final class Scene: Sendable {
    static let uuid = "70327600-0000-4000-8000-000000000001"
    static let image = "dns01-sda.raw"
    static let size = 128 << 10

    let folder: String
    let disk = MemoryDisk(bytes: Scene.size)
    let source: SimulatedSource
    let pool: any Pool
    let time = Mutex(0.0)
    let events = Mutex<[StepEvent]>([])
    let trace = Trace()
    let links = Trace()
    /// Whether the VM, once it runs, answers its proofs.
    let vmServes = Mutex(true)
    /// What a look at the copy finds, one after the other; the last one stays.
    let verdicts = Mutex<[Result<[Concern], Failure>]>([.success([])])
    /// Of a Windows server.
    let windows = Mutex<WindowsFacts?>(nil)
    /// Who listens on the server; nil: nobody knows.
    let listeners = Mutex<[ListeningSocket]?>(nil)
    /// What rehearsals show, one after the other; the last one stays. And what they were asked to start.
    let starts = Mutex<[Result<Rehearsal, Failure>]>([.success(Scene.started)])
    let requests = Mutex<[Rehearsal.Request]>([])
    /// The appliance that stands by, or why there is none.
    let standing = Mutex<Result<any StandingAdaptation, Failure>>(.success(StandingDouble()))
    /// What the guest needs of its VM, as a look at it finds.
    let needs = Mutex<MachineNeeds?>(nil)

    init(pool: (any Pool)? = nil, ways: Set<String> = ["ssh port", "ping"]) throws {
        // In memory where there is such a folder: what is durable is not what is tested here.
        let memory = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        folder = memory + "/p2v-scene-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        source = SimulatedSource(disks: ["/dev/sda": SourceDisk(bytes: UInt64(Self.size), names: [])], ways: ways)
        self.pool = pool ?? SimulatedPool(hosts: [Self.host])
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static let started = Rehearsal(
        adapted: ConversionTools.Adapted(system: "test", changes: 1, concerns: []),
        boot: BootTestReport(
            proved: true, proof: "tcp port 22", stage: .services, seconds: 31, because: nil, lastLines: [],
            firmware: .bios))

    static let host = Host(
        name: "hosta", cpus: 4, memoryBytes: 8 << 30, freeMemoryBytes: 8 << 30, hypervisor: "kvm", versions: [])

    static var server: PlannedServer {
        var server = PlannedServer(
            server: "dns01", address: "ssh://root@dns01", host: "hosta", storage: "sr", vcpus: 1, memoryMiB: 512,
            firmware: .bios,
            disks: [PlannedDisk(device: "/dev/sda", bytes: UInt64(size), serial: nil, image: image, format: "raw")],
            interfaces: [PlannedInterface(name: "eth0", mac: "52:54:00:00:00:01", network: "br0")],
            cutOver: CutOver(
                quiesce: ["systemctl stop named"], resume: ["systemctl start named"], powerOffSource: true),
            proof: ["tcp:10.0.0.1:53"], reasons: [])
        server.guest = .untouched
        return server
    }

    // MARK: Processes

    func conversion(
        _ server: PlannedServer = Scene.server, options: ConversionOptions, plan: String = "plan.yaml"
    ) async throws -> Conversion {
        await watchLinks()
        var profile = ServerProfile.test(uuid: Self.uuid)
        profile.windows = windows.withLock { $0 }
        if let known = listeners.withLock({ $0 }) { profile.listeners = .known(known) }
        return Conversion(
            server: server, plan: plan, profile: profile, pool: pool, images: try await store(),
            source: Address(source: source, pool: pool, uuid: Self.uuid), options: options, tools: tools)
    }

    /// - Parameter change: of the steps, before they run.
    func run(
        _ journal: MemoryJournal, _ server: PlannedServer = Scene.server, resume: Bool = false,
        keepSource: Bool = false,
        stated: Bool = false, unjudged: Bool = false, rehearses: Bool = false, change: (inout [Step]) -> Void = { _ in }
    ) async throws {
        let options = ConversionOptions(
            resume: resume, keepSource: keepSource, bootSeconds: 5, acceptsUnjudged: unjudged, rehearses: rehearses)
        let conversion = try await conversion(server, options: options)
        var steps = conversion.steps()
        change(&steps)
        let statement = stated ? StatementFacts(who: "anna", at: Moment(seconds: 7), says: "it is off") : nil
        let run = stepRun(steps, journal)
        do {
            try await run.perform(
                resume: resume, statement: statement, look: { try await conversion.resumePoint($0) })
        } catch {
            await conversion.close()
            throw error
        }
        await conversion.close()
    }

    func undo(
        _ journal: MemoryJournal, _ server: PlannedServer = Scene.server, keepSource: Bool = false,
        discard: Bool = false
    ) async throws {
        let conversion = try await conversion(server, options: ConversionOptions(keepSource: keepSource))
        try await stepRun(conversion.steps(), journal).undo(discard: discard)
        await conversion.close()
    }

    /// Runs until the journal is killed; nil when the run ends before.
    func runKilled(_ journal: MemoryJournal, keepSource: Bool = false) async throws -> Bool {
        let done = Mutex(false)
        Task {
            try? await self.run(journal, keepSource: keepSource)
            done.withLock { $0 = true }
        }
        while await !journal.isKilled, !done.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
        // A process that is gone holds no lease.
        for name in files where name.contains(".lease") {
            try? FileManager.default.removeItem(atPath: folder + "/" + name)
        }
        return await journal.isKilled
    }

    private func stepRun(_ steps: [Step], _ journal: MemoryJournal) -> StepRun {
        StepRun(
            run: Conversion.run(of: "dns01"), steps: steps, journal: journal, now: { Moment(seconds: 1) },
            announce: { [self] event in events.withLock { $0.append(event) } })
    }

    // MARK: The world

    func store() async throws -> any ImageStore { try await ImageStores.open(url: "file://" + folder) }

    var files: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }

    var imageBytes: [UInt8]? { FileManager.default.contents(atPath: folder + "/" + Self.image).map { Array($0) } }

    func machines() async throws -> [Machine] { try await pool.machines() }

    func vmRuns() async throws -> Bool { try await machines().contains { $0.state == .running } }

    /// Each change of the VM's links, and whether the source was on then: `down, source on`.
    private func watchLinks() async {
        await (pool as? SimulatedPool)?.watchLinks { [links, source] up in
            let isOn = await source.isOn
            links.add("\(up ? "up" : "down"), source \(isOn ? "on" : "off")")
        }
    }

    /// Two servers have answered at one address.
    var haveMet: Bool { links.lines.contains("up, source on") }

    /// The service works on the source.
    func serves() async -> Bool {
        let (isOn, units) = await (source.isOn, source.now.activeUnits)
        return isOn && units?.contains("named.service") == true
    }

    /// What must hold at any end, however it came: one service, or a source that is off.
    func isSafe(keepSource: Bool = false) async throws -> Bool {
        let (vm, service, isOn) = await (try vmRuns(), serves(), source.isOn)
        if vm { return keepSource || !isOn }
        return service || !isOn
    }

    private var tools: ConversionTools {
        ConversionTools(
            openDisk: { [disk] _ in (disk, nil) }, openStore: { try await ImageStores.open(url: $0) },
            adapt: { [self] _, _ in
                trace.add("adapt")
                return ConversionTools.Adapted(system: "test", changes: 1, concerns: [], machine: needs.withLock { $0 })
            },
            judge: { [self] _, _ in
                trace.add("judge")
                let verdict = verdicts.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
                return ConversionTools.Adapted(
                    system: "test", changes: 1, concerns: try verdict.get(), machine: needs.withLock { $0 })
            },
            standBy: { [self] _ in try standing.withLock { try $0.get() } },
            rehearse: { [self] request in
                trace.add("rehearse")
                requests.withLock { $0.append(request) }
                return try starts.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.get()
            }, consoleFile: folder + "/console", hold: { _ in nil },
            answer: { [self] probe, seconds in try await answer(probe, seconds) },
            now: { [self] in Moment(seconds: time.withLock { $0 }) }, seconds: { [self] in time.withLock { $0 } },
            sleep: { [self] more in time.withLock { $0 += more } }, newUUID: { UUID().uuidString.lowercased() })
    }

    private func answer(_ probe: String, _ seconds: Double) async throws -> Double {
        let (serves, isReachable) = await (serves(), source.isReachable)
        let fromSource = serves && isReachable
        var runs = false
        for machine in try await machines() where try await pool.isOnTheWire(uuid: machine.uuid) { runs = true }
        if fromSource || (runs && vmServes.withLock { $0 }) { return 1 }
        time.withLock { $0 += seconds }
        throw Failure("get an answer", on: probe, because: "none came", next: "look", exit: .unproved)
    }
}
