import Adaptation
import ConversionDoubles
import DiskCopying
import Estate
import Foundation
import ImageStores
import Pool
import SourceControl
import Synchronization
import TestSupport

@testable import Converter
@testable import Operations

/// Servers, a pool and an SR, without root and without network.
final class Room: Sendable {
    static let size = 64 << 10

    let folder: String
    let names: [String]
    let pool: any Pool
    let journal: MemoryJournal
    let sources: [String: SimulatedSource]
    private let disks: [String: MemoryDisk]
    /// Servers whose VM answers no proof.
    let mute = Mutex<Set<String>>([])
    let events = Mutex<[Convert.Event]>([])
    /// When services were stopped, by the faked clock.
    let stops = Mutex<[String: Double]>([:])
    /// What became of the segments of waves that were rehearsed.
    let segment = Lines()
    let time: Mutex<Double>
    /// Seconds by the wall clock that one sleep of the desk takes.
    private let tick: Double

    init(_ names: [String], at now: Double = 0, tick: Double = 0.25, _ records: [JournalRecord] = []) throws {
        let memory = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        folder = memory + "/p2v-room-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.names = names
        self.tick = tick
        time = Mutex(now)
        journal = MemoryJournal(records)
        pool = SimulatedPool(hosts: [Fixture.host("hosta", memoryMiB: 8192)])
        sources = Dictionary(
            names.map { name in
                let disk = SourceDisk(bytes: UInt64(Self.size), names: [])
                return (name, SimulatedSource(name: "ssh://root@\(name)", disks: ["/dev/sda": disk]))
            }, uniquingKeysWith: { first, _ in first })
        disks = Dictionary(
            names.map { ($0, MemoryDisk(bytes: Self.size)) }, uniquingKeysWith: { first, _ in first })
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static func uuid(_ name: String) -> String {
        var hex = name.utf8.map { String($0, radix: 16) }.joined()
        hex = String((hex + String(repeating: "0", count: 12)).prefix(12))
        return "70327600-0000-4000-8000-\(hex)"
    }

    static func server(_ name: String) -> PlannedServer {
        var server = PlannedServer(
            server: name, address: "ssh://root@\(name)", host: "hosta", storage: "sr", vcpus: 1, memoryMiB: 512,
            firmware: .bios,
            disks: [
                PlannedDisk(
                    device: "/dev/sda", bytes: UInt64(size), serial: nil, image: "\(name)-sda.raw", format: "raw")
            ],
            interfaces: [
                PlannedInterface(name: "eth0", mac: "52:54:00:" + uuid(name).suffix(12).pairs, network: "br0")
            ],
            cutOver: CutOver(
                quiesce: ["systemctl stop named"], resume: ["systemctl start named"], powerOffSource: true),
            proof: ["tcp:\(name):53"], reasons: [])
        server.guest = .untouched
        return server
    }

    /// - Parameter change: of the request.
    func run(
        parallel: Int = 2, profiles: [ServerProfile] = [], waves: [Wave]? = nil, resume: Bool = false,
        refusal: Failure? = nil, change: (inout Convert.Request) -> Void = { _ in }
    ) async throws -> PlanOutcome {
        let request = request(parallel: parallel, waves: waves, resume: resume, change: change)
        return try await planRun(request, profiles).perform(names.map(Self.server), refusal: { refusal })
    }

    func undo() async throws -> PlanOutcome {
        try await planRun(request(), []).undo(names.map(Self.server), discard: false)
    }

    /// What was said of the whole run.
    var remarks: [String] {
        events.withLock { $0.compactMap { if case .remark(let text) = $0 { text } else { nil } } }
    }

    func serves(_ name: String) async -> Bool {
        guard let source = sources[name] else { return false }
        let (isOn, units) = await (source.isOn, source.now.activeUnits)
        return isOn && units?.contains("named.service") == true
    }

    func vmRuns(_ name: String) async throws -> Bool {
        try await pool.machines().contains { $0.uuid == Self.uuid(name) && $0.state == .running }
    }

    private func request(
        parallel: Int = 2, waves: [Wave]? = nil, resume: Bool = false,
        change: (inout Convert.Request) -> Void = { _ in }
    ) -> Convert.Request {
        let plan = Plan(
            pool: "p", inventoryDigest: "", poolDigest: "", hostsUsed: 1, hostsLowerBound: 1,
            servers: names.map(Self.server), leftOut: [], waves: waves)
        var request = Convert.Request(
            plan: plan, planName: "plan.yaml", options: ConversionOptions(resume: resume, bootSeconds: 5))
        request.parallel = parallel
        change(&request)
        return request
    }

    private func planRun(_ request: Convert.Request, _ profiles: [ServerProfile]) -> PlanRun {
        let kit = ConversionKit(
            journal: journal, profiles: { profiles }, pastRuns: { [] },
            make: { [self] server, options, gate, _ in try await conversion(server, options, gate) }, folder: folder)
        let workspace = Workspace(
            storePath: folder + "/p2v.sqlite", poolPath: folder + "/pool.yaml", who: "anna@console",
            now: { [self] in Moment(seconds: time.withLock { $0 }) })
        var run = PlanRun(
            request: request, kit: kit, workspace: workspace, shield: { await $0() }, report: { _ in { _ in } },
            events: { [self] event in
                events.withLock { $0.append(event) }
                note(event)
            },
            sleep: { [self] _ in
                time.withLock { $0 += tick }
                try await Task.sleep(for: .milliseconds(1))
            })
        run.openSegment = { [segment] cards, addresses, _ in
            segment.add("segment of \(cards) cards, \(addresses)")
            return BootSegment(prefix: [], answers: { _ in true }, close: { segment.add("segment closed") })
        }
        return run
    }

    /// What the test sees of a stop: the moment at which the step that stops the service is reported.
    private func note(_ event: Convert.Event) {
        guard case .step(let server, .started(_, _, let title)) = event, title.hasPrefix("Cutting over") else { return }
        let now = time.withLock { $0 }
        stops.withLock { $0[server] = now }
    }

    private func conversion(
        _ server: PlannedServer, _ options: ConversionOptions, _ gate: CutOverGate
    ) async throws -> Conversion {
        let name = server.server
        guard let source = sources[name] else { throw Failure("find it", on: name, because: "none", next: "look") }
        return Conversion(
            server: server, plan: "plan.yaml", profile: .test(name, uuid: Self.uuid(name)), pool: pool,
            images: try await ImageStores.open(url: "file://" + folder),
            source: Address(source: source, pool: pool, uuid: Self.uuid(name)), options: options, tools: tools(name),
            gate: gate)
    }

    private func tools(_ name: String) -> ConversionTools {
        let seen = ConversionTools.Adapted(system: "test", changes: 1, concerns: [])
        return ConversionTools(
            openDisk: { [self] _ in
                guard let disk = disks[name] else {
                    throw Failure("open it", on: name, because: "none", next: "look")
                }
                return (disk, nil)
            },
            openStore: { try await ImageStores.open(url: $0) }, adapt: { _, _ in seen }, judge: { _, _ in seen },
            standBy: { _ in throw Failure("launch", on: name, because: "none is here", next: "look") },
            rehearse: { [self] request in
                try await together(name, request)
                return Rehearsal(
                    adapted: seen,
                    boot: BootTestReport(
                        proved: true, proof: "tcp port 22", stage: .services, seconds: 31, because: nil, lastLines: [],
                        firmware: .bios))
            }, consoleFile: folder + "/console", hold: { _ in nil },
            answer: { [self] probe, seconds in try await answer(name, probe) },
            now: { [self] in Moment(seconds: time.withLock { $0 }) }, seconds: { [self] in time.withLock { $0 } },
            sleep: { [self] more in time.withLock { $0 += more } }, newUUID: { UUID().uuidString.lowercased() })
    }

    /// As the real rehearsal stands beside its wave.
    private func together(_ name: String, _ request: Converter.Rehearsal.Request) async throws {
        guard let company = request.company else { return }
        let place = try await company.join(request.network)
        segment.add("\(name) starts at \(place.taps.joined(separator: " "))")
        try await place.settle()
        segment.add("\(name) ends")
    }

    private func answer(_ name: String, _ probe: String) async throws -> Double {
        let isMute = mute.withLock { $0.contains(name) }
        if await serves(name) { return 1 }
        if try await pool.isOnTheWire(uuid: Self.uuid(name)), !isMute { return 1 }
        throw Failure("get an answer", on: probe, because: "none came", next: "look", exit: .unproved)
    }
}

extension Substring {
    /// The first six characters as three bytes of a MAC address.
    fileprivate var pairs: String {
        let all = Array(self)
        return stride(from: 0, to: 6, by: 2).map { String(all[$0...($0 + 1)]) }.joined(separator: ":")
    }
}

/// Lines in the order in which they came.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
