import Estate
import Testing

@testable import Probes

/// A probe that is read wrongly asks the wrong thing, and the operator trusts its answer.
@Suite struct ProbeSpecTests {
    @Test(arguments: [
        ("ping:10.77.0.53", ProbeSpec(.ping, host: "10.77.0.53", port: 0)),
        ("ping:[fd00::53]@1", ProbeSpec(.ping, host: "fd00::53", port: 0, perSecond: 1)),
        (
            "dns:10.77.0.53/www.lab.test=192.0.2.10",
            ProbeSpec(.dns(name: "www.lab.test", expected: "192.0.2.10"), host: "10.77.0.53", port: 53)
        ),
        ("dns:ns:5353/a.b", ProbeSpec(.dns(name: "a.b", expected: nil), host: "ns", port: 5353)),
        (
            "resolver:10.77.0.53/www.lab.test@2.5",
            ProbeSpec(.resolver(name: "www.lab.test", expected: nil), host: "10.77.0.53", port: 53, perSecond: 2.5)
        ),
        ("tcp:web:443", ProbeSpec(.tcp, host: "web", port: 443)),
        ("echo:[::1]:7", ProbeSpec(.echo, host: "::1", port: 7)),
        ("http://web/a?b=c:d", ProbeSpec(.http(path: "/a?b=c:d"), host: "web", port: 80)),
        ("http://web:8080", ProbeSpec(.http(path: "/"), host: "web", port: 8080)),
    ])
    func `probes are read as they are written`(text: String, spec: ProbeSpec) throws {
        #expect(try ProbeSpec(text) == spec)
        #expect(try ProbeSpec(spec.description) == spec)
    }

    @Test(arguments: [
        ("www", "it has no kind"), ("ping:", "the host is not a plain name or address"),
        ("tcp:web", "the port is missing"), ("tcp:web:0", "the port is not 1 to 65535"),
        ("tcp:web:65536", "the port is not 1 to 65535"), ("dns:10.0.0.1", "the name to look up is missing"),
        ("dns:10.0.0.1/a..b", "is no DNS name"), ("dns:10.0.0.1/a=x", "the expected answer is no IPv4 address"),
        ("ping:h@0", "the rate after @"), ("ping:h@2000", "the rate after @"), ("ping:h:3", "a ping has no port"),
        ("http:web", "// is missing"), ("gopher://x", "gopher is no kind of probe"), ("ping:h/x", "nothing may follow"),
        ("ping:a b", "the host is not a plain name or address"), ("http://w/a b", "percent-encoded"),
    ])
    func `a probe that is written wrongly is refused with the reason`(text: String, reason: String) throws {
        let failure = try #require(throws: Failure.self) { try ProbeSpec(text) }
        #expect(failure.because.contains(reason))
        #expect(failure.exit == .refused)
    }
}
