import Estate
import Foundation
import Shell
import Synchronization
import Testing

@testable import Lab

/// A cable that is pulled between the last pass and the power-off: the physical server is on, and nobody hears it. Needs root.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct SourceSilenceFlowTests {
    // Two servers with one address, both writing: the service's data is lost on one of them.
    @Test(.timeLimit(.minutes(25))) func `a server that falls silent is not taken for off, and the run goes on later`()
        async throws
    {
        let job = try MainJobLab()
        try await job.lab.down()
        try await job.lab.up()
        try await job.lab.resetServer()
        #expect(try await job.p2v("scan", "ssh://root@dns01", "--accept-new").status == 0)
        let proof = "dns:10.77.0.53/www.lab.test"
        #expect(try await job.p2v("plan", "dns01", "--proof", proof, "-o", job.plan).status == 0)
        let said = Mutex("")
        let cut = try await Shell.lines(job.lab.console([job.program, "convert", job.plan, "--no-rehearsal"])) { line in
            said.withLock { $0 += line + "\n" }
            if line.contains("Defining the VM") { try await port(job, "down") }
        }
        let text = said.withLock { $0 } + cut.standardError
        #expect(cut.status != 0, "\(text.suffix(2000))")
        #expect(!text.contains("Letting the VM onto the network"), "nobody meets the VM: \(text.suffix(2000))")
        let machines = try await job.p2v("pool").text.split(separator: "\n").filter { $0.hasPrefix("dns01") }
        #expect(machines.allSatisfy { !$0.contains("running") }, "the VM does not stay beside the source: \(machines)")
        #expect(job.lab.firstProcess(of: .dns01) != nil, "the source is on")
        #expect(text.contains("NOT PUT BACK") && text.contains("systemctl start"), "\(text.suffix(2000))")
        try await port(job, "up")
        try await Task.sleep(for: .seconds(3))
        let resumed = try await job.p2v("convert", job.plan, "--resume", "--no-rehearsal")
        #expect(resumed.status == 0, "\(resumed.text.suffix(2000)) \(resumed.standardError.suffix(2000))")
        #expect(job.lab.firstProcess(of: .dns01) == nil, "the source is off")
        #expect(try await job.resolve("www.lab.test") == "192.0.2.10\n")
        // With the lab its VM and its server's disk go; the next suite that wants them starts from fresh ones.
        try await job.lab.down()
    }

    private func port(_ job: MainJobLab, _ state: String) async throws {
        try await Shell.check(job.lab.inside(.switch, ["ip", "link", "set", "p-dns01", state]))
    }
}
