import Testing

@testable import Pool

/// A definition comes from a host: one that was broken into must not read files of this machine, or fill its memory.
@Suite struct `XML of a host` {
    private static let bomb = """
        <!DOCTYPE domain [<!ENTITY a "\(String(repeating: "lol", count: 100))">
        \((1...8).map { "<!ENTITY a\($0) \"\(String(repeating: "&a\($0 == 1 ? "" : "\($0 - 1)");", count: 10))\">" }.joined())]>
        <domain><name>&a8;</name></domain>
        """
    private static let file = """
        <!DOCTYPE domain [<!ENTITY a SYSTEM "file:///etc/passwd">]><domain><name>&a;</name></domain>
        """

    @Test(arguments: [bomb, file, "<!DOCTYPE domain SYSTEM \"http://192.0.2.1/x.dtd\"><domain><name>a</name></domain>"])
    func `with a DTD is not read`(document: String) {
        #expect(XMLTree.parse(document) == nil)
    }

    @Test func `nested without end is not read, and does not end the program`() {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(XMLTree.parse(deep + String(repeating: "</a>", count: 100_000)) == nil)
        #expect(XMLTree.parse("<domain><name>a</name></domain>")?.first("name")?.text == "a")
    }
}
