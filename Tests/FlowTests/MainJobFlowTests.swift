import Estate
import Foundation
import Shell
import Testing

@testable import Lab

/// The main job on the lab: a running DNS server leaves its machine and becomes a VM, and nobody loses data on the way.
/// One test after the other, each from where the last one stopped. Needs root.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct MainJobFlowTests {
    private let job: MainJobLab

    init() throws { job = try MainJobLab() }

    /// What goes wrong at three in the morning must be said, and must change nothing.
    @Test(.timeLimit(.minutes(15))) func `a1: bad input is refused with a reason, and nothing is changed`() async throws
    {
        try await job.lab.down()
        try await job.lab.up()
        try await expect(1, "resolve", job.p2v("scan", "ssh://root@no-such-server"))
        try await expect(1, "No route to host", job.p2v("scan", "ssh://root@10.77.0.99", "--timeout", "10"))
        try await expect(3, "never scanned", job.p2v("plan", "dns01", "-o", job.plan))
        #expect(try await job.p2v("scan", "ssh://root@dns01").status == 0)
        let proof = "dns:10.77.0.53/www.lab.test"
        #expect(try await job.p2v("plan", "dns01", "--proof", proof, "-o", job.plan).status == 0)
        try await refuse("bytes: 1610612736", "bytes: 1610612224", "grown since the plan")
        try await refuse("memoryMiB: 512", "memoryMiB: 512000", "MiB are free after headroom")
        try await refuse("serial: ", "serial: X", "another disk")
        try await refuse("storage: sr", "storage: tape", "no SR is named")
        #expect(try await job.resolve("www.lab.test") == "192.0.2.10\n")
    }

    /// A copy that starts over after each interruption never ends on a slow night; one that is torn is worse.
    @Test(.timeLimit(.minutes(15))) func `a2: a copy that is killed, then stopped by Ctrl-C, is kept`() async throws {
        let before = job.allocated("dns01-sda.raw.part")
        #expect(before == 0)
        let killed = try await job.p2v(["convert", job.plan], interruptedBy: SIGKILL) {
            job.allocated("dns01-sda.raw.part") > 60 << 20
        }
        #expect(killed == SIGKILL)
        let kept = job.allocated("dns01-sda.raw.part")
        #expect(kept > 60 << 20)
        try await expect(3, "--resume", job.p2v("convert", job.plan))
        let stopped = try await job.p2v(["convert", job.plan, "--resume"], interruptedBy: SIGINT) {
            job.allocated("dns01-sda.raw.part") > kept + (60 << 20)
        }
        #expect(stopped == Exit.interrupted.rawValue)
        #expect(job.allocated("dns01-sda.raw.part") > kept)
        #expect(try await job.resolve("www.lab.test") == "192.0.2.10\n")
    }

    /// The promise: same zone, same address, and the source as it was.
    @Test(.timeLimit(.minutes(30))) func `a3: the server becomes a VM, and the source's disk is as it was`()
        async throws
    {
        let before = try await job.checksumOfSource()
        let result = try await job.p2v("convert", job.plan, "--resume", "--json")
        #expect(result.status == 0, "\(result.text.suffix(2000)) \(result.standardError.suffix(2000))")
        print(
            "steps: " + result.text.split(separator: "\n").filter { $0.contains("\"seconds\"") }.joined(separator: " "))
        #expect(job.lab.firstProcess(of: .dns01) == nil)
        #expect(try await job.checksumOfSource() == before)
        #expect(try await job.resolve("www.lab.test") == "192.0.2.10\n")
        #expect(try await job.resolve("host7.lab.test") == "10.77.9.7\n")
        // Resumed, not started over: the rest was less than the whole.
        let copied = result.text.split(separator: "\n").first { $0.contains("MiB sent") }.map(String.init) ?? ""
        let sent = try #require(copied.firstMatch(of: /(\d+) MiB sent/).flatMap { Int($0.1) })
        #expect(sent < 340)
    }

    @Test(.timeLimit(.minutes(5))) func `a4: a finished conversion is not done twice`() async throws {
        try await expect(3, "already finished", job.p2v("convert", job.plan))
        try await expect(3, "only copy in use", job.p2v("convert", job.plan, "--undo"))
    }

    /// An ordinary resolver waits and asks again; one ping a second is what the reference measured.
    @Test(.timeLimit(.minutes(10)), arguments: ["hostb", "hosta"])
    func `a5: the VM moves live and no ordinary client notices`(host: String) async throws {
        let result = try await job.p2v(
            "migrate", "dns01", "--to", host, "--probe", "resolver:10.77.0.53/www.lab.test", "--probe",
            "dns:10.77.0.53/www.lab.test", "--json")
        #expect(result.status == 0, "\(result.standardError.suffix(2000))")
        let pool = try await job.p2v("pool", "--json").text
        #expect(pool.contains("\"host\" : \"\(host)\""))
        #expect(try await job.resolve("www.lab.test") == "192.0.2.10\n")
    }

    @Test(.timeLimit(.minutes(5))) func `a6: a pool that is level is left alone, and the lab leaves no process`()
        async throws
    {
        #expect(try await job.p2v("rebalance").status == 0)
        #expect(try await job.p2v("doctor").status == 0)
        #expect(try await job.lab.down())
        #expect(ProcessTable.read().belonging(to: job.lab.layout.state).isEmpty)
    }

    private func expect(_ status: Int32, _ words: String, _ output: Output) {
        let said = output.text + output.standardError
        #expect(output.status == status, "\(said.suffix(1000))")
        #expect(said.contains(words), "\(said.suffix(1000))")
        #expect(said.contains("next: "), "\(said.suffix(1000))")
    }

    /// Edits the plan as a person might, and expects the conversion to refuse it.
    private func refuse(_ old: String, _ new: String, _ words: String) async throws {
        let good = try String(contentsOfFile: job.plan, encoding: .utf8)
        #expect(good.contains(old))
        let edited = job.folder + "/edited.yaml"
        try good.replacing(old, with: new, maxReplacements: 1).write(toFile: edited, atomically: true, encoding: .utf8)
        try await expect(3, words, job.p2v("convert", edited))
    }
}
