import Converter
import Estate
import Operations
import Testing

/// If these fail, a service stops outside the window that was agreed for it.
@Suite struct `What is asked of a conversion` {
    @Test func `is refused when a time is given for two servers, of which one would stop at any hour`() throws {
        let failure = #expect(throws: Failure.self) { try request(cutOverAt: 7200).chosen() }
        #expect(failure?.exit == .refused)
        #expect(failure?.because.contains("mail whenever dns01 has become a VM") == true)
        #expect(try request(["mail"], cutOverAt: 7200).chosen().map(\.server) == ["mail"])
        #expect(try request().chosen().map(\.server) == ["dns01", "mail"])
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

    private func request(_ servers: [String] = [], cutOverAt: Double? = nil) -> Convert.Request {
        let plan = Plan(
            pool: "p", inventoryDigest: "", poolDigest: "", hostsUsed: 1, hostsLowerBound: 1,
            servers: ["dns01", "mail"].map { name in
                PlannedServer(
                    server: name, address: "ssh://root@\(name)", host: "hosta", storage: "sr", vcpus: 1,
                    memoryMiB: 512, firmware: .bios, disks: [], interfaces: [],
                    cutOver: CutOver(quiesce: [], resume: [], powerOffSource: true), proof: [], reasons: [])
            }, leftOut: [])
        return Convert.Request(
            plan: plan, planName: "plan.yaml", servers: servers,
            options: ConversionOptions(cutOverAt: cutOverAt.map { Moment(seconds: $0) }))
    }
}
