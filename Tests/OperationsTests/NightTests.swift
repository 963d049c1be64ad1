import Balancer
import Estate
import Foundation
import Testing

@testable import Operations

@Suite struct NightTests {
    private func file(_ text: String) throws -> String {
        let path = NSTemporaryDirectory() + "p2v-night-\(UUID().uuidString)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    // A night that failed at once and left nothing behind is one that nobody asks about.
    @Test func `a night that failed before its first move has a report and numbers`() throws {
        let folder = NSTemporaryDirectory() + "p2v-reports-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var night = NightReport(startedAt: Moment(seconds: 1_800_000_000))
        night.run.stopped = "no host <a> answers"
        night.refreshes = [
            .init(what: "scan --inventory rooms", failure: nil), .init(what: "sync a b", failure: "exit code 1"),
        ]
        try night.write(into: folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["night-2027-01-15T080000Z.html", "night-2027-01-15T080000Z.json"])
        let page = try String(contentsOfFile: folder + "/" + names[0], encoding: .utf8)
        #expect(page.contains("no plan was made") && page.contains("no host &lt;a&gt; answers"))
        #expect(page.contains("sync a b: failed, exit code 1") && page.contains("scan --inventory rooms: done"))
        #expect(try String(contentsOfFile: folder + "/" + names[1], encoding: .utf8).contains("p2v-night/1"))
        #expect(night.metrics.contains("p2v_nightly_ok 0.0") && !night.metrics.contains("p2v_pool_imbalance"))
    }

    @Test func `scans and warm copies become commands, comments and blank lines do not`() throws {
        let copies = try file("# nightly\n\nssh://root@web01/dev/sda nfs://nas/sr/web01.raw --limit 20M\n")
        let refresh = NightRefresh(inventories: ["rooms.csv"], copies: copies, store: "/s")
        #expect(
            try refresh.jobs() == [
                ["scan", "--json", "--inventory", "rooms.csv", "--store", "/s"],
                ["sync", "--json", "ssh://root@web01/dev/sda", "nfs://nas/sr/web01.raw", "--limit", "20M"],
            ])
    }

    // An option where a disk should stand would be obeyed by `p2v sync`.
    @Test(arguments: ["ssh://root@web01/dev/sda", "--unlock x", "a --limit"])
    func `a line that names no two disks is refused`(line: String) throws {
        let refresh = NightRefresh(copies: try file(line), store: "/s")
        #expect(throws: Failure.self) { try refresh.jobs() }
    }
}
