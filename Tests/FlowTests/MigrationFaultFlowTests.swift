import Foundation
import Shell
import Testing

@testable import Lab

/// Moves that break, in the real lab: daemons and emulators that are killed, cables that are cut, a p2v that dies. What
/// a user loses if one of these fails is the machine itself: two copies that write to one image, or none that runs.
///
/// The faults are those of `Tests/Benchmarks/migration-faults.sh`, once each; that script runs them as often as wanted.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct MigrationFaultFlowTests {
    struct Fault: Sendable, CustomStringConvertible {
        var name: String
        /// Where exactly one copy may be afterwards.
        var allowed: Set<Place>

        enum Place: Int, Sendable {
            case source = 3
            case destination = 4
            case none = 5
        }

        var description: String { name }
    }

    static let faults: [Fault] = [
        Fault(name: "dst-qemu-killed-before", allowed: [.source]),
        Fault(name: "dst-qemu-killed-in-pause", allowed: [.source, .none]),
        Fault(name: "dst-daemon-killed-before", allowed: [.source, .destination]),
        Fault(name: "dst-daemon-killed-in-pause", allowed: [.source, .destination]),
        Fault(name: "src-daemon-restarted-before", allowed: [.source, .destination]),
        Fault(name: "src-daemon-restarted-in-pause", allowed: [.source, .destination]),
        Fault(name: "link-down-5s", allowed: [.source, .destination]),
        Fault(name: "owner-shuts-down", allowed: [.none]),
        Fault(name: "user-abort", allowed: [.source, .destination]),
        Fault(name: "unsafe-cache", allowed: [.source]),
        Fault(name: "p2v-killed-before", allowed: [.source, .destination]),
        Fault(name: "p2v-killed-in-pause", allowed: [.source, .destination]),
    ]

    /// Neither host has all of the memory then: the machine runs on when the way is back, or nowhere, and no copy is
    /// stopped or let go on meanwhile.
    static let postCopyFaults: [Fault] = [
        Fault(name: "postcopy-link-down", allowed: [.destination]),
        Fault(name: "postcopy-p2v-killed-link-down", allowed: [.destination]),
        Fault(name: "postcopy-dst-qemu-killed", allowed: [.none]),
        // QEMU may find its peer dead before it lets go of its own copy, and libvirt waits for it ever after.
        Fault(name: "postcopy-dst-qemu-killed-at-switch", allowed: [.source, .none]),
    ]

    static let rarerFaults: [Fault] = [
        Fault(name: "dst-qemu-killed-after", allowed: [.source, .none]),
        Fault(name: "dst-daemon-killed-after", allowed: [.source, .destination]),
        Fault(name: "src-daemon-restarted-after", allowed: [.source, .destination]),
        Fault(name: "src-qemu-killed-before", allowed: [.none]),
        Fault(name: "nfs-paused", allowed: [.source, .destination]),
        Fault(name: "writer", allowed: [.source]),
    ]

    @Test(.timeLimit(.minutes(20))) func `after every fault one copy runs at most, and never two at once`() async throws
    {
        _ = try await inject(Self.faults)
    }

    @Test(.timeLimit(.minutes(20)))
    func `a post-copy that breaks is taken up again or called lost, and neither part is switched off`() async throws {
        let said = try await inject(Self.postCopyFaults)
        #expect(said.contains("next: switch off neither copy; bring the way between hosta and hostb back"))
        #expect(said.contains("the part of its memory that was on hostb is lost"))
        #expect(said.contains("hosta paused, hostb shut off"), "what was left was touched: \(said)")
    }

    @Test(.timeLimit(.minutes(15)))
    func `after the rarer faults, without a post-copy, one copy runs at most too`() async throws {
        let said = try await inject(Self.rarerFaults)
        #expect(said.contains("writer: hosta to hostb, exit 1") && said.contains("it does not converge"), "\(said)")
    }

    /// - Returns: what the script told of each run.
    private func inject(_ faults: [Fault]) async throws -> String {
        let scratch = try await ScratchLab()
        try await scratch.lab.up(server: false)
        let script = FileManager.default.currentDirectoryPath + "/Tests/Benchmarks/migration-faults.sh"
        let output = try await Shell.run(
            Command(
                ["bash", script, "1"] + faults.map(\.name),
                environment: ["P2V": try scratch.program, "P2V_LAB_CACHE": scratch.lab.layout.cache]))
        #expect(output.status == 0, "two copies ran: \(output.standardError.suffix(3000))")
        let rows = output.text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        for fault in faults {
            let row = try #require(rows.first { $0.first == fault.name }, "\(output.standardError.suffix(3000))")
            #expect(row.count == 7 && row[1] == "1" && row[6] == "0", "\(row)")
            let places = [Fault.Place.source, .destination, .none].filter { row[$0.rawValue] == "1" }
            #expect(places.count == 1 && fault.allowed.isSuperset(of: places), "\(row)")
        }
        try await scratch.lab.down()
        try await scratch.remove()
        return output.standardError
    }
}
