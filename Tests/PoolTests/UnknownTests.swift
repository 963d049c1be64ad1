internal import Estate
internal import Libvirt
internal import Testing
internal import XenAPI

@testable internal import Pool

/// What was asked and not answered is no answer: each of these was once taken for one.
@Suite struct UnknownTests {
    private func counters(_ values: [String: TypedValue], at second: UInt64) -> DomainStatistics {
        DomainStatistics(name: "vm", uuid: "u", values: values, monotonicNanoseconds: second * 1_000_000_000)
    }

    // A balancer fills a host that looks idle.
    @Test func `a host whose counters could not be read is unknown, not idle`() {
        let full: [String: TypedValue] = ["cpu.time": .unsigned(0), "balloon.rss": .unsigned(1024)]
        let before: Observed<[DomainStatistics]> = .known([counters(full, at: 1)])
        let after: Observed<[DomainStatistics]> = .known([counters(full, at: 2)])
        let load = Rates.pool(
            [
                ("hosta", .known(4), before, after), ("hostb", .known(4), before, .unknown(because: "it hangs")),
                ("hostc", .unknown(because: "no answer"), before, after),
            ], seconds: 1)
        #expect(load.hosts.map(\.host) == ["hosta"] && load.machines.map(\.host) == ["hosta"])
        #expect(load.unknown == ["hostb": "it hangs", "hostc": "no answer"])
    }

    @Test func `a machine whose processor time or memory is not told has no sample`() {
        let full: [String: TypedValue] = ["cpu.time": .unsigned(0), "balloon.rss": .unsigned(1024)]
        #expect(Rates.sample(counters(full, at: 1), counters(full, at: 2)) != nil)
        for missing in full.keys {
            var less = full
            less[missing] = nil
            #expect(Rates.sample(counters(less, at: 1), counters(less, at: 2)) == nil, "without \(missing)")
        }
        #expect(XenLoad.sample(["memory": 1]) == nil && XenLoad.sample(["cpu0": 1]) == nil)
    }

    // A machine of which p2v saw no memory would leave its host "free" for another; one not seen is started twice.
    @Test func `a definition without a readable amount of memory is none`() {
        func parsed(_ memory: String) -> DomainDescription? {
            DomainDescription(xml: "<domain type='kvm'><name>a</name><uuid>u</uuid>\(memory)<vcpu>1</vcpu></domain>")
        }
        #expect(parsed("<memory unit='KiB'>1024</memory>")?.memoryBytes == 1 << 20)
        #expect(parsed("<memory>1024</memory>")?.memoryBytes == 1 << 20)
        for bad in ["", "<memory unit='parsec'>1</memory>", "<memory unit='TiB'>18446744073709551615</memory>"] {
            #expect(parsed(bad) == nil, "\(bad)")
        }
    }

    @Test func `a volume of a storage pool is an image, and the same one on every host`() {
        let xml = """
            <domain type='kvm'><name>a</name><uuid>u</uuid><memory>1</memory><devices><disk type='volume' device='disk'>
            <driver type='raw'/><source pool='default' volume='a.raw'/></disk></devices></domain>
            """
        #expect(DomainDescription(xml: xml)?.disks.map(\.url) == ["volume:default/a.raw"])
    }

    @Test func `a domain with a document type is no domain`() {
        #expect(XMLTree.parse("<a><b/></a>")?.children.count == 1)
        #expect(XMLTree.parse("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>") == nil)
    }

    // A guest that crashed and is kept for inspection has its process, and its process has the image.
    @Test func `whatever is not off is active`() {
        for state in [Domain.State.running, .blocked, .paused, .shuttingDown, .crashed, .suspended, .unknown] {
            #expect(Survey.isActive(state), "\(state)")
        }
        #expect(!Survey.isActive(.shutOff))
    }

    @Test func `a host of which XAPI does not say whether it lives is not reachable, and says so`() {
        let host: JSONValue = ["uuid": "h", "name_label": "xs1", "cpu_info": ["cpu_count": "24"], "enabled": true]
        let tables = XenTables(["host": [XenRecord(ref: "OpaqueRef:h", value: host)]])
        let found = tables.inventory().first
        #expect(found?.reachable == false && found?.because?.contains("does not say") == true)
    }

    @Test func `an SR that cannot be asked says why its sizes are not known`() async throws {
        let pool = LibvirtPool(
            configuration: PoolConfiguration(
                name: "p", hosts: [], storage: [.init(name: "sr", url: "nfs://nfs1/sr")], network: "br0")
        ) { _ in throw Failure("ask", on: "sr", because: "no route to nfs1", next: "look") }
        let repository = try #require(try await pool.storage().first)
        #expect(repository.totalBytes == 0 && repository.because == "no route to nfs1")
    }

    @Test func `a machine is nowhere only when every host was asked`() async throws {
        func host(_ name: String) -> Host {
            Host(name: name, cpus: 8, memoryBytes: 8 << 30, freeMemoryBytes: 0, hypervisor: "simulated", versions: [])
        }
        let pool = SimulatedPool(hosts: [host("hosta"), host("hostb")])
        #expect(try await pool.places(ofUUID: "u").isEmpty)
        await pool.setReachable(false, "hostb")
        await #expect(throws: Failure.self) { try await pool.places(ofUUID: "u") }
        await #expect(throws: Failure.self) { try await pool.condition(of: "vm", on: "nowhere") }
    }

    // Recovery of one dead host must not pass over another that only fell silent.
    @Test func `a start despite one dead host is refused while another is silent too`() async throws {
        func host(_ name: String) -> Host {
            Host(name: name, cpus: 8, memoryBytes: 8 << 30, freeMemoryBytes: 0, hypervisor: "simulated", versions: [])
        }
        let pool = SimulatedPool(hosts: [host("hosta"), host("hostb"), host("hostc")])
        await pool.add(
            Machine(
                name: "vm", uuid: "u", host: "hosta", state: .shutOff, vcpus: 1, memoryBytes: 1 << 30, disks: [],
                macs: []))
        await pool.setReachable(false, "hostb")
        await pool.setReachable(false, "hostc")
        await #expect {
            try await pool.start("vm", on: "hosta", despiteSilenceOf: ["hostb"])
        } throws: { ($0 as? Failure)?.because.contains("hostc cannot be asked") == true }
        await pool.setReachable(true, "hostc")
        try await pool.start("vm", on: "hosta", despiteSilenceOf: ["hostb"])
    }
}
