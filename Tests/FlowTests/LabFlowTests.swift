import Estate
import Foundation
import Shell
import Testing

@testable import Lab

/// The lab itself: it comes up, it is repaired, and it leaves nothing behind. Needs root.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct LabFlowTests {
    /// Who tries p2v on a machine of theirs must get the machine back as it was.
    @Test(.timeLimit(.minutes(5))) func `up twice, a command, down: nothing is left outside of the cache folder`()
        async throws
    {
        let scratch = try await ScratchLab()
        let before = try await Traces.read()
        try await scratch.lab.up(server: false)
        let first = try scratch.lab.status()
        #expect(first.state == .up)
        try await scratch.lab.up(server: false)
        let second = try scratch.lab.status()
        #expect(second.parts.map { $0.pid } == first.parts.map { $0.pid })
        let output = try await scratch.exec(
            ["sh", "-c", "echo $P2V_POOL; getent hosts hosta; cat; exit 7"], input: "in")
        #expect(output.status == 7)
        #expect(output.text.hasPrefix(first.pool + "\n10.77.0.11"))
        #expect(output.text.hasSuffix("in"))
        #expect(try await scratch.exec(["virsh", "-c", scratch.lab.uri(.hosta), "list"]).status == 0)
        #expect(try await scratch.lab.down())
        #expect(try await Traces.read() == before)
        #expect(try scratch.lab.status().state == .down)
        #expect(ProcessTable.read().belonging(to: scratch.lab.layout.state).isEmpty)
        let left = Set(LocalFile.names(in: scratch.lab.layout.cache))
        #expect(left.isSubset(of: ["qemu", "key", "key.pub", "lock", "images"]))
        #expect(try await scratch.lab.down() == false)
        try await scratch.remove()
    }

    /// A host that fails is the most ordinary thing in a pool.
    @Test(.timeLimit(.minutes(5))) func `killed nodes are told and repaired; the SR keeps its images`() async throws {
        let scratch = try await ScratchLab()
        try await scratch.lab.up(server: false)
        let create = ["qemu-img", "create", "-q", "-f", "raw", "nfs://nfs1/sr/kept.raw", "1M"]
        #expect(try await scratch.exec(create).status == 0)
        for victims in [[Node.hosta, .nfs1], [.mgmt], [.switch]] {
            for node in victims { kill(try #require(scratch.lab.firstProcess(of: node)).pid, SIGKILL) }
            try await Waiting.until("the lab says that it is broken") { try scratch.lab.status().state == .broken }
            try await scratch.lab.up(server: false)
            #expect(try scratch.lab.status().state == .up)
            #expect(try await scratch.exec(["nfs-ls", "nfs://nfs1/sr/"]).text.contains("kept.raw"))
        }
        try await scratch.lab.down()
        try await scratch.remove()
    }

    /// Ctrl-C, a crash, a power cut: the next command has to cope.
    @Test(.timeLimit(.minutes(5))) func `after a start that was killed half way, up and down work`() async throws {
        let scratch = try await ScratchLab()
        let before = try await Traces.read()
        for pause in [300, 1200, 2500] {
            let start = Process()
            start.executableURL = URL(fileURLWithPath: try scratch.program)
            start.arguments = ["lab", "up", "--no-server", "--cache", scratch.lab.settings.cache]
            start.standardError = FileHandle.nullDevice
            start.standardOutput = FileHandle.nullDevice
            try start.run()
            try await Task.sleep(for: .milliseconds(pause))
            kill(start.processIdentifier, SIGKILL)
            start.waitUntilExit()
        }
        try await scratch.lab.up(server: false)
        #expect(try scratch.lab.status().state == .up)
        #expect(try await scratch.exec(["virsh", "-c", scratch.lab.uri(.hostb), "list"]).status == 0)
        try await scratch.lab.down()
        #expect(try await Traces.read() == before)
        try await scratch.remove()
    }
}
