import Estate
import Testing

@testable import Scanner

/// Two hundred servers with the same concern are one thing to read, not two hundred.
@Suite struct `Equal concerns are told once` {
    private func server(_ name: String, _ concerns: [(String, Concern.Severity, String)]) -> ServerProfile {
        ServerProfile.plain.with {
            $0.name = name
            $0.concerns = concerns.map {
                Concern(id: $0.0, severity: $0.1, seen: $0.2, matters: "why", advice: "what")
            }
        }
    }

    @Test func `with all servers, the most severe first, then the most frequent`() {
        let groups = ConcernGroup.of([
            server("a", [("bond", .information, "bond0"), ("free-space", .warning, "/ 1 MiB")]),
            server("b", [("free-space", .warning, "/ 1 MiB"), ("clock-skew", .warning, "70 s")]),
            server("c", [("tape", .critical, "st"), ("free-space", .warning, "/boot 2 MiB")]),
        ])
        #expect(groups.map(\.id) == ["tape", "free-space", "clock-skew", "bond"])
        #expect(groups[1].servers == ["a", "b", "c"])
        #expect(groups[1].findings.map(\.seen) == ["/ 1 MiB", "/boot 2 MiB"])
        #expect(groups[1].findings[0].servers == ["a", "b"])
    }

    @Test func `one that is seen twice on a server names it once`() {
        let groups = ConcernGroup.of([server("a", [("tape", .critical, "st"), ("tape", .critical, "st")])])
        #expect(groups.map(\.findings) == [[ConcernGroup.Finding(seen: "st", servers: ["a"])]])
    }

    @Test(arguments: [(3, "s1, s2, s3"), (4, "s1, s2, s3, s4"), (5, "s1, s2, s3 and 2 more")])
    func `many names end with how many more there are`(count: Int, text: String) {
        #expect(ConcernGroup.names((1...count).map { "s\($0)" }, most: 3) == text)
    }
}
