import Foundation
import Shell
import Testing

@testable import Lab

/// A warm copy of the lab's server, which works and writes all the time, onto the NFS export without a mount. Needs root.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct CutOverFlowTests {
    // The outage is what the users of the server see of a conversion's copy. The figure is printed, not judged: it is the
    // machine's.
    @Test(.timeLimit(.minutes(20))) func `a server that writes 2 MB a second is held still for its last pass only`()
        async throws
    {
        let scene = try MainJobLab()
        try await scene.lab.up()
        if try scene.lab.status().parts.first(where: { $0.name == "dns01" })?.running == false {
            try await scene.lab.resetServer()
        }
        let writer = """
            nohup sh -c 'i=0; while :; do i=$((i+1)); dd if=/dev/urandom of=/root/written$((i % 60)) bs=800k count=1 \
            conv=fsync 2>/dev/null; sleep 0.08; done' >/dev/null 2>&1 & echo $!
            """
        let process = try await server(scene, writer).trimmingCharacters(in: .whitespacesAndNewlines)
        let image = "nfs://nfs1/sr/held.raw"
        let copied = try await scene.p2v(
            "copy", "ssh://root@dns01/dev/sda", image, "--passes", "2", "--freeze", "/", "--accept-new")
        _ = try? await server(scene, "kill \(process); rm -f /root/written*")
        print(copied.text)
        print(copied.standardError.split(separator: "\n").filter { $0.contains("Holding") }.joined(separator: "\n"))
        #expect(copied.status == 0, "\(copied.standardError)")
        #expect(copied.text.contains("the source was held still for") && copied.text.contains("chunks are equal"))
        #expect(try await scene.p2v("verify", image).status == 0)
        try await scene.lab.resetServer()
        for name in ["held.raw", "held.raw.manifest.json"] {
            try? FileManager.default.removeItem(atPath: scene.lab.layout.state + "/sr/" + name)
        }
    }

    private func server(_ scene: MainJobLab, _ command: String) async throws -> String {
        let output = try await Shell.run(scene.lab.console(["ssh", "-o", "BatchMode=yes", "root@dns01", command]))
        try #require(output.status == 0, "\(output.standardError)")
        return output.text
    }
}
