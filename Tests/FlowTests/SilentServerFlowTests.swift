import Foundation
import Shell
import Testing

@testable import Lab

/// Copies straight onto the lab's NFS export, without a mount, while the NFS server does what servers do. Needs root.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct SilentServerFlowTests {
    // A server that restarts its network, or a switch that is exchanged, must not cost a night's copying.
    @Test(.timeLimit(.minutes(8))) func `a copy waits for an NFS server that stands still for a minute, and is equal`()
        async throws
    {
        let scratch = try await ScratchLab()
        try await scratch.lab.up(server: false)
        let scene = try await CopyScene(mebibytes: 96)
        let image = "nfs://nfs1/sr/paused.raw"
        async let copying = scratch.exec([scratch.program, "copy", scene.disk, image, "--limit", "16M", "--json"])
        try await Waiting.until("the copy writes") {
            Waiting.allocated(scratch.lab.layout.sr + "/paused.raw.part") > 4 << 20
        }
        try await server(scratch, "STOP")
        try await Task.sleep(for: .seconds(60))
        try await server(scratch, "CONT")
        let copied = try await copying
        #expect(copied.status == 0, "\(copied.standardError)")
        let options = "driver=raw,file.driver=nfs,file.server.type=inet,file.server.host=nfs1,file.path=/sr/paused.raw"
        let compared = try await scratch.exec([
            "qemu-img", "compare", "--image-opts", "driver=raw,file.driver=file,file.filename=\(scene.disk)", options,
        ])
        #expect(compared.status == 0, "\(compared.text)\(compared.standardError)")
        #expect(try await scratch.exec([scratch.program, "verify", image]).status == 0)
        try await scratch.lab.down()
        try await scratch.remove()
    }

    private func server(_ scratch: ScratchLab, _ signal: String) async throws {
        let call = try scratch.lab.execution(of: ["pkill", "-\(signal)", "ganesha"], on: .nfs1, path: "/usr/bin")
        let output = try await Shell.run(Command(call.arguments, environment: call.environment.mapValues { $0 }))
        try #require(output.status == 0, "\(output.standardError)")
    }
}
