import Converter
import Dispatcher
import Estate
import Testing

@testable import Operations

/// If these fail, a service stops outside the window that was agreed for it.
@Suite struct `What is asked of a conversion` {
    @Test func `is refused when a time without an end is given for two servers: the second would stop at any hour`()
        throws
    {
        let late = Moment(seconds: 7200)
        let failure = #expect(throws: Failure.self) {
            try request(cutOver: .window(CutOverWindow(opens: late))).chosen()
        }
        #expect(failure?.exit == .refused)
        #expect(failure?.because.contains("mail would stop at whatever hour") == true)
        #expect(failure?.next.contains("--cut-over-at 02:00-05:00") == true)
        #expect(try request(["mail"], cutOver: .window(CutOverWindow(opens: late))).chosen().map(\.server) == ["mail"])
        let night = CutOverTime.window(CutOverWindow(opens: late, closes: Moment(seconds: 9000)))
        #expect(try request(cutOver: night).chosen().map(\.server) == ["dns01", "mail"])
    }

    @Test func `names each server once`() throws {
        #expect(try request(["mail", "mail"]).chosen().map(\.server) == ["mail"])
    }

    @Test func `reads a time, hours, and the plan's windows`() throws {
        let now = try #require(Moment(iso: "2026-06-01T21:00:00Z"))
        let night = try #require(Moment(iso: "2026-06-02T02:00:00Z"))
        let end = try #require(Moment(iso: "2026-06-02T05:00:00Z"))
        let read = { try CutOverTime($0, now: now, clock: .utc) }
        #expect(try read("02:00") == .window(CutOverWindow(opens: night)))
        #expect(try read("02:00-05:00") == .window(CutOverWindow(opens: night, closes: end)))
        #expect(try read("waves") == .waves)
        for wrong in ["", "24:00", "2", "02:00-", "wave", "02:00-02:00", "02:00-05:00-07:00"] {
            let failure = #expect(throws: Failure.self) { try read(wrong) }
            #expect(failure?.exit == .refused)
        }
    }

    @Test func `takes the plan's windows only where it has them`() throws {
        var plan = request().plan
        let (opens, closes) = (Moment(seconds: 100), Moment(seconds: 200))
        let member = Wave.Member(server: "dns01", start: opens, finish: closes, copySeconds: 0, outageSeconds: 0)
        plan.waves = [
            Wave(name: "wave 1", servers: [member], switchOff: [], reason: "", opens: opens, closes: closes)
        ]
        let (dns, mail) = (plan.servers[0], plan.servers[1])
        #expect(
            try CutOverTime.waves.windows(of: [dns], in: plan) == [
                "dns01": [CutOverWindow(opens: opens, closes: closes)]
            ]
        )
        let failure = #expect(throws: Failure.self) { try CutOverTime.waves.windows(of: [dns, mail], in: plan) }
        #expect(failure?.subject == "mail" && failure?.exit == .refused)
    }

    @Test func `may vouch for one server only`() throws {
        var both = request()
        both.sourceIsOff = true
        #expect(throws: Failure.self) { try both.chosen() }
        both.servers = ["mail"]
        #expect(try both.chosen().map(\.server) == ["mail"])
    }

    @Test func `is refused for a server that the plan does not have, with the nearest name`() {
        let failure = #expect(throws: Failure.self) { try request(["dns02"]).chosen() }
        #expect(failure?.because.contains("dns01") == true)
    }

    private func request(_ servers: [String] = [], cutOver: CutOverTime? = nil) -> Convert.Request {
        let plan = Plan(
            pool: "p", inventoryDigest: "", poolDigest: "", hostsUsed: 1, hostsLowerBound: 1,
            servers: ["dns01", "mail"].map { name in
                PlannedServer(
                    server: name, address: "ssh://root@\(name)", host: "hosta", storage: "sr", vcpus: 1,
                    memoryMiB: 512, firmware: .bios, disks: [], interfaces: [],
                    cutOver: CutOver(quiesce: [], resume: [], powerOffSource: true), proof: [], reasons: [])
            }, leftOut: [])
        var request = Convert.Request(plan: plan, planName: "plan.yaml", servers: servers)
        request.cutOver = cutOver
        return request
    }
}
