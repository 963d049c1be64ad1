import Balancer
import Estate
import Testing

@Suite("Ganeti's text format")
struct GanetiTextTests {
    private static func text(template: String = "ext") -> String {
        """
        g|u|preferred||

        n1|1000|0|400|0|0|4|M|u|1
        n2|1000|0|1000|0|0|4|N|u|1

        i1|300|0|2|running|Y|n1||\(template)|web:a|1
        i2|300|0|2|running|Y|n1||\(template)|web:a|1

        htools:iextags:web

        |128,1,1,1,1,1|0,0,0,0,0,0;9,9,9,9,9,9|ext|4.0|32.0
        g|128,1,1,1,1,1|0,0,0,0,0,0;9,9,9,9,9,9|ext|4.0|32.0
        """
    }

    // Both tools must judge one cluster alike, or the comparison says nothing: sd(0.4, 1.0) + sd(1, 0) = 0.3 + 0.5.
    @Test func `the peer's metric is computed as the peer does`() throws {
        let state = try GanetiText.read(Self.text(), source: "test")
        #expect(abs(try Balancer.score(state).hbal - 0.8) < 1e-12)
        #expect(state.rules.map(\.machines) == [["i1", "i2"]])
        #expect(state.hosts.allSatisfy { $0.vcpuRatioLimit == 4 })
    }

    // DRBD pairs are bound to two nodes; planning them as shared storage would invent moves that cannot be made.
    @Test func `instances on DRBD are refused with their line`() {
        #expect {
            try GanetiText.read(Self.text(template: "drbd"), source: "f.data")
        } throws: { "\($0)".contains("f.data, line 6") }
    }

    // The sum of two such sizes is no number any more, and ended the program.
    @Test func `a size that no machine has is refused with its line`() {
        let text = Self.text().replacing("|300|", with: "|9223372036854775807|")
        #expect {
            try GanetiText.read(text, source: "f.data")
        } throws: { "\($0)".contains("f.data, line 6") }
    }
}
