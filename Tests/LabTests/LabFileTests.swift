import Estate
import Testing

@testable import Lab

@Suite struct LabFileTests {
    /// A value left out would start a daemon with a wrong setting.
    @Test func `every value of a template has to be given`() throws {
        let file = LabFile("x", Array("a {{b}} c {{d}}".utf8))
        #expect(try file.rendered(["b": "1", "d": "2"]) == "a 1 c 2")
        let failure = #expect(throws: Failure.self) { try file.rendered(["b": "1"]) }
        #expect(failure?.because.contains("{{") == false)
    }

    @Test func `a host listens with TLS alone, at its own address`() throws {
        let text = try LabFile.libvirtd.rendered(["address": "10.77.0.11", "uuid": Node.hosta.uuid])
        #expect(text.contains("listen_tcp = 0\n"))
        #expect(text.contains("listen_addr = \"10.77.0.11\"\n"))
        #expect(text.contains("host_uuid = \"\(Node.hosta.uuid)\"\n"))
        #expect(Node.hosta.uuid != Node.hostb.uuid)
        #expect(Node.hosta.uuid.utf8.count == 36)
    }

    @Test func `the pool file names both hosts with the console's certificate`() throws {
        let text = try LabFile.pool.rendered(["pki": "/lab/pki", "cache": "/lab"])
        #expect(text.contains("uri: \"qemu+tls://hosta/system?pkipath=/lab/pki\"\n"))
        #expect(text.contains("uri: \"qemu+tls://hostb/system?pkipath=/lab/pki\"\n"))
        #expect(text.contains("url: nfs://nfs1/sr\n"))
    }

    @Test func `every node's name resolves, and no address is used twice`() {
        let lines = Node.hostsFile.split(separator: "\n")
        #expect(lines.contains("10.77.0.53 dns01"))
        #expect(Set(lines.map { $0.split(separator: " ")[0] }).count == lines.count)
    }
}
