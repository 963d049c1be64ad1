internal import Estate
internal import Libvirt
internal import Testing

/// Against libvirt's own `test` driver: an imagined host inside the library, with one running domain named `test`.
/// All connections of a process share that host, and hear of what the others do on it.
@Suite(.serialized) struct LibvirtConnectionTests {
    private let uri = "test:///default"

    /// Without inventory there is nothing to plan or move.
    @Test func `the test host lists its domain with name, UUID and state`() async throws {
        let connection = try await LibvirtConnection.open(uri)
        let domains = try await connection.domains()
        #expect(domains.map(\.name) == ["test"])
        let domain = try #require(domains.first)
        #expect(domain.uuid.count == 36)
        #expect(try await domain.state() == .running)
        #expect(try await domain.xml().contains("<name>test</name>"))
        #expect(connection.isAlive)
    }

    /// Capacity decides what fits on a host.
    @Test func `the test host tells its CPUs, memory and versions`() async throws {
        let connection = try await LibvirtConnection.open(uri)
        let node = try await connection.node()
        #expect(node.cpus == 16)
        #expect(node.memoryBytes == 3_145_728 * 1024)
        #expect(try await connection.driver() == "TEST")
        #expect(try await connection.libraryVersion() == Libvirt.version)
        #expect(try await connection.capabilities().contains("<capabilities>"))
    }

    /// The life of a converted VM, and the end of one that an operator removes.
    @Test func `a domain is defined, started, stopped and forgotten`() async throws {
        let connection = try await LibvirtConnection.open(uri)
        let xml = """
            <domain type='test'><name>dns01</name><memory unit='MiB'>64</memory><os><type>hvm</type></os></domain>
            """
        let domain = try await connection.define(xml)
        #expect(try await domain.state() == .shutOff)
        try await domain.start()
        #expect(try await domain.state() == .running)
        try await domain.destroy()
        #expect(try await domain.state() == .shutOff)
        try await domain.undefine()
        await #expect { try await connection.domain(named: "dns01") } throws: {
            ($0 as? LibvirtError)?.isMissingDomain == true
        }
    }

    /// A VM that is defined anew on another host after the loss of its own would have a console without a password.
    @Test func `the definition for the next start keeps the console's password`() async throws {
        let connection = try await LibvirtConnection.open(uri)
        let domain = try await connection.define(
            """
            <domain type='test'><name>vnc01</name><memory unit='MiB'>64</memory><os><type>hvm</type></os>
            <devices><graphics type='vnc' port='-1' listen='0.0.0.0' passwd='canary'/></devices></domain>
            """)
        #expect(try await domain.xml(inactive: true).contains("passwd='canary'"))
        #expect(try await !domain.xml().contains("canary"))
        try await domain.undefine()
    }

    /// Callers tell "no such VM" from "no such host" by the code; the wrong one sends the operator the wrong way.
    @Test func `a missing domain and a missing daemon are told apart`() async throws {
        let connection = try await LibvirtConnection.open(uri)
        await #expect { try await connection.domain(named: "nobody") } throws: {
            guard let error = $0 as? LibvirtError else { return false }
            return error.isMissingDomain && !error.isConnectionLoss && error.message.contains("Domain not found")
        }
        await #expect {
            try await LibvirtConnection.open("qemu+unix:///system?socket=/nonexistent/libvirt-sock")
        } throws: {
            guard let error = $0 as? LibvirtError else { return false }
            return error.isConnectionLoss && !error.isMissingDomain && error.message.contains("/nonexistent")
        }
    }

    /// A migration is observed through events; one that is lost or late makes the report wrong.
    @Test(.timeLimit(.minutes(5))) func `lifecycle events arrive in order with monotonic times`() async throws {
        let connection = try await LibvirtConnection.open(uri)
        let domain = try #require(try await connection.domains().first)
        let before = Libvirt.monotonicNanoseconds()
        let events = try await connection.events()
        try await domain.suspend()
        try await domain.resume()
        var seen: [DomainEvent] = []
        for await event in events where event.domain == domain.name {
            seen.append(event)
            if seen.count == 2 { break }
        }
        #expect(seen.map(\.kind) == [.lifecycle(.suspended, .other), .lifecycle(.resumed, .other)])
        #expect(seen.allSatisfy { $0.uuid == domain.uuid })
        #expect(before <= seen[0].monotonicNanoseconds)
        #expect(seen[0].monotonicNanoseconds <= seen[1].monotonicNanoseconds)
        #expect(seen[1].monotonicNanoseconds <= Libvirt.monotonicNanoseconds())
    }

    /// A migration call lasts minutes; statistics must be read meanwhile. Sixteen calls at once must not wait in a row.
    @Test func `calls on one connection run side by side`() async throws {
        let connection = try await LibvirtConnection.open(uri)
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<16 { group.addTask { try await connection.hostName() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(names.count == 16)
        #expect(Set(names).count == 1)
    }

    /// libvirt waits minutes for a host that is switched off; an operator does not.
    @Test func `a host that never answers is given up in time`() async throws {
        let silent = try SilentServer()
        let began = Libvirt.monotonicNanoseconds()
        await #expect {
            try await LibvirtConnection.open(silent.uri, within: .milliseconds(300))
        } throws: {
            ($0 as? LibvirtError)?.code == LibvirtError.timedOut
        }
        #expect(Libvirt.monotonicNanoseconds() - began < 60_000_000_000)
    }
}
