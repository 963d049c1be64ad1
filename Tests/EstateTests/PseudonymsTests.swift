import Estate
import Testing

/// What is shared is read by strangers: one name in it, and nobody shares anything a second time.
@Suite struct PseudonymsTests {
    @Test func `names, addresses and identifiers do not stand in text, and one thing has one name`() {
        var names = Pseudonyms()
        names.learn(.pool, ["office"])
        names.learn(.host, ["xs1", "xs10", ""])
        names.learn(.machine, ["web", "a", "mail.example.org", "office"])
        let text = names.text(
            "xs10 of office (10.1.2.3:443, fe80::1) lost web and mail.example.org, not xs1: a page of webs, "
                + "52:54:00:aa:bb:cc, 70327600-0000-4000-8009-000000000001, OpaqueRef:1-2, "
                + "\(Array(repeating: "AB", count: 32).joined(separator: ":")), /home/anna/pool.yaml")
        #expect(
            text
                == "host-2 of pool-1 (ADDRESS, ADDRESS) lost vm-1 and vm-3, not host-1: vm-2 page of webs, MAC, UUID, "
                + "REFERENCE, FINGERPRINT, PATH")
        #expect(names.stand(for: "xs1") == "host-1")
    }

    /// Two things with one name would be taken for one.
    @Test func `what stands for a name is not replaced again`() {
        var names = Pseudonyms()
        names.learn(.host, ["xs1"])
        names.learn(.machine, ["host", "1", "xs1-b"])
        #expect(names.text("xs1, host, 1, xs1-b, xs1") == "host-1, vm-1, vm-2, vm-3, host-1")
    }

    @Test func `the same original has the same name, and hosts of one network stay in one`() {
        var names = Pseudonyms()
        #expect(names.name(.host4(network: "10.1.2"), "10.1.2.3") == "10.0.1.1")
        #expect(names.name(.host4(network: "10.9.9"), "10.9.9.3") == "10.0.2.1")
        #expect(names.name(.host4(network: "10.1.2"), "10.1.2.4") == "10.0.1.2")
        #expect(names.name(.host4(network: "10.1.2"), "10.1.2.3") == "10.0.1.1")
        #expect(names.name(.server, "db") == "server-001" && names.name(.mac, "x") == "02:00:00:00:00:01")
    }
}
