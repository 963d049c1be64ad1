import Foundation
import Shell
import Testing

@testable import Lab

/// Hosts behind pulled cables, an NFS server that stands still, another export in its place, a store and a pool file that are
/// broken: what every command says, in the real lab. What a user loses if this fails is the warning.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct BlindPoolFlowTests {
    @Test(.timeLimit(.minutes(45))) func `nothing that cannot be seen is called good, and every command ends`()
        async throws
    {
        let scratch = try await ScratchLab()
        try await scratch.lab.up(server: false)
        let script = FileManager.default.currentDirectoryPath + "/Tests/Benchmarks/blind-pool.sh"
        let output = try await Shell.run(
            Command(
                ["bash", script],
                environment: ["P2V": try scratch.program, "P2V_LAB_CACHE": scratch.lab.layout.cache]))
        print(output.text)
        #expect(output.status == 0, "\(output.standardError.suffix(3000))")
        for situation in ["one-away", "all-away", "sr-silent", "sr-replaced", "store-broken", "files-broken"] {
            let rows = output.text.split(separator: "\n").filter { $0.hasPrefix("| \(situation) |") }
            #expect(rows.count == 10, "\(situation): \(rows.count) rows")
        }
        try await scratch.lab.down()
        try await scratch.remove()
    }
}
