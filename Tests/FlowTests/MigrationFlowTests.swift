import Estate
import Foundation
import Shell
import Terminal
import Testing

@testable import Lab

/// Moves on the real lab: two daemons, a switch, a guest that answers pings and lookups. Needs root.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct MigrationFlowTests {
    private let probes = ["--probe", "ping:10.77.0.66", "--probe", "resolver:10.77.0.66/mover.lab.test"]

    private func p2v(_ lab: ScratchLab, _ arguments: [String]) async throws -> Output {
        let program = try lab.program
        let folder = URL(fileURLWithPath: program).deletingLastPathComponent().path
        // The pool file's announcers find p2v on the path.
        return try await lab.exec(["env", "PATH=\(folder):/usr/sbin:/usr/bin:/sbin:/bin", program] + arguments)
    }

    /// The promise of this tool: a service moves, and who asks it gets an answer.
    @Test(.timeLimit(.minutes(6))) func `a guest moves both ways, no lookup fails, and it is on record`() async throws {
        let scratch = try await ScratchLab()
        try await scratch.lab.up(server: false)
        _ = try await scratch.lab.addGuest(
            name: "mover", on: .hosta, memoryMiB: 256, busy: 0, filled: 0.3, address: "10.77.0.66")
        for host in ["hostb", "hosta"] {
            let preview = try await p2v(scratch, ["migrate", "mover", "--to", host, "--dry-run"])
            #expect(preview.status == Exit.changesPending.rawValue, "\(preview.standardError)")
            let output = try await p2v(scratch, ["migrate", "mover", "--to", host, "--json"] + probes)
            #expect(output.status == 0, "\(output.standardError)")
            let lines = output.text.split(separator: "\n").map(String.init)
            #expect(lines.contains { $0.contains("\"event\":\"suspended\"") })
            let report = try JSONText.decode(MigrationReport.self, from: try #require(lines.last))
            #expect(report.to == host)
            #expect(report.events.map(\.name).filter { ["suspended", "resumed"].contains($0) }.count == 2)
            #expect(report.announcedEarly == true)
            #expect(report.probes[0].sent > 600)
            #expect(report.probes[0].lost < 60)
            #expect(report.probes[1].lost == 0)
        }
        let history = try await p2v(scratch, ["history", "mover"])
        #expect(history.text.split(separator: "\n").count == 4)
        #expect(history.text.contains("Predictions: "))
        try await scratch.lab.down()
        try await scratch.remove()
    }

    /// A move that cannot work must not begin, and must say why.
    @Test(.timeLimit(.minutes(3))) func `an unknown machine and its own host are refused`() async throws {
        let scratch = try await ScratchLab()
        try await scratch.lab.up(server: false)
        _ = try await scratch.lab.addGuest(
            name: "mover", on: .hosta, memoryMiB: 128, busy: 0, address: "10.77.0.66")
        let unknown = try await p2v(scratch, ["migrate", "nobody", "--to", "hostb"])
        #expect(unknown.status == 1 && unknown.standardError.contains("knows it"))
        let same = try await p2v(scratch, ["migrate", "mover", "--to", "hosta"])
        #expect(same.status == Exit.refused.rawValue && same.standardError.contains("both hosta"))
        let bad = try await p2v(scratch, ["migrate", "mover", "--to", "hostb", "--probe", "gopher://x"])
        #expect(bad.status == Exit.refused.rawValue && bad.standardError.contains("no kind of probe"))
        try await scratch.lab.down()
        try await scratch.remove()
    }
}
