import Balancer
import Estate
import Foundation
import Reassignment
import Terminal

@testable import Operations

/// Files that p2v reads beside the large ones: sheets, lists of copies, pins, the pool's own state.
extension FuzzedReader {
    static let small = [sheet, copies, pins, ledger, priced, challenge]

    static let sheet = FuzzedReader(
        name: "sheet",
        good: {
            [
                """
                name,address,threads,memoryMiB,disksGiB,usedGiB,firmware,services,watts,rackUnits,owner,history,zone
                web01,192.0.2.1,4,8192,100 200,40 10,bios,80/tcp 443/tcp,180.5,2,anna,web01.csv,Europe/Berlin
                "db, old",192.0.2.2,8,16384,500,,uefi,,,,"bert ""b"" c",,
                """
            ]
        }
    ) { text in _ = try InventorySheet.servers(text, source: "servers.csv") }

    static let copies = FuzzedReader(
        name: "warm copies", good: { ["# nightly\n\nssh://root@web01/dev/sda nfs://nas/sr/web01.raw --limit 20M\n"] }
    ) { text in
        try inFile(text) { _ = try NightRefresh(copies: $0, store: "/s").jobs() }
    }

    static let pins = FuzzedReader(
        name: "pins",
        good: {
            [
                "# xs1\n192.0.2.1:443 \(String(repeating: "0f", count: 32))\nxs2 \(String(repeating: "A1:", count: 31))A1\n"
            ]
        }
    ) { text in
        try inFile(text, ending: ".pins") { path in
            let file = PinFile(
                besides: String(path.dropLast(5)), acceptsNew: false,
                log: Workspace(storePath: "/s", poolPath: "/p").log)
            do { _ = try file.fingerprint(of: "192.0.2.1:443") } catch {
                // XAPI's errors become failures where they leave the pool.
                throw Failure("ask for the pin", on: "192.0.2.1", because: Sanitised.line("\(error)"), next: "look")
            }
        }
    }

    static let ledger = FuzzedReader(
        name: "state of the pool",
        good: {
            let mark = MaintenanceMark(host: "hosta", since: Moment(seconds: 1), by: "anna@console", why: "evacuate")
            let move = PoolMove(vm: "v", from: "a", to: "b", run: "balance", begunAt: Moment(seconds: 2))
            let page = HostPage(
                host: "a", machines: [BalanceMachine(name: "v", host: "a", vcpus: 1, memoryMiB: 512)],
                definitions: ["v": "<domain/>"], disks: ["v": ["nfs://nas/sr/v.raw"]], seenAt: Moment(seconds: 3))
            return try [
                LedgerDocument(mark).bytes(), LedgerDocument([move]).bytes(), LedgerDocument(page).bytes(),
                LedgerDocument(PlaceMark(id: "a1", madeAt: Moment(seconds: 4), by: "anna")).bytes(),
            ].map { String(decoding: $0, as: UTF8.self) }
        }
    ) { text in
        let data = Data(text.utf8)
        let readers: [() throws -> Void] = [
            { _ = try LedgerDocument<MaintenanceMark>.decode(data, from: "mark") },
            { _ = try LedgerDocument<[PoolMove]>.decode(data, from: "moves") },
            { _ = try LedgerDocument<HostPage>.decode(data, from: "page") },
            { _ = try LedgerDocument<PlaceMark>.decode(data, from: "place") },
        ]
        var refusals: [Failure] = []
        for read in readers { do { try read() } catch let failure as Failure { refusals.append(failure) } }
        if refusals.count == readers.count { throw refusals[0] }
    }

    static let priced = FuzzedReader(
        name: "pool with prices",
        good: {
            [
                """
                {"format": "p2v-cluster/2", "resources": [{"name": "cpu", "weight": 10}, {"name": "disk", "transient": true}],
                 "hosts": [{"name": "a", "location": "room 1", "capacity": [30, 400], "safe": [16, 80]},
                           {"name": "b", "neighborhood": "north", "capacity": [10, 240]}],
                 "services": [{"name": "web", "spread": 1, "dependsOn": ["dns"]}, {"name": "dns"}],
                 "machines": [{"name": "w", "service": "web", "host": "b", "demand": [10, 20], "moveCost": 3},
                              {"name": "d", "service": "dns", "host": "b", "demand": [0, 1]}],
                 "balance": [{"of": "cpu", "to": "disk", "target": 20, "weight": 10}],
                 "weights": {"machine": 1, "service": 10, "host": 100}, "hostMoveCosts": [[0, 1], [2, 0]]}
                """
            ]
        }
    ) { text in try Reassignment.check(try JSONText.decode(WeighedPool.self, from: text, source: "pool.json")) }

    static let challenge = FuzzedReader(
        name: "text of the challenge",
        good: { ["2 0 10 1 100 2 0 0 30 400 16 80 0 1 0 1 10 240 8 160 1 0 1 1 0 1 0 10 20 9 1 0 1 20 10 1 10 100\n"] }
    ) { text in
        try Reassignment.check(try ChallengeText.read(model: text, assignment: "0", source: ("model", "assignment")))
    }

    private static func inFile(_ text: String, ending: String = "", _ read: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "p2v-fuzz-\(UUID().uuidString)\(ending)")
        defer { try? FileManager.default.removeItem(at: path) }
        try text.write(to: path, atomically: false, encoding: .utf8)
        try read(path.path)
    }
}
