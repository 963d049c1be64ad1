import Testing

@testable import XenAPI

/// If these fail, an error of the pool looks like an answer, or its reason is lost.
struct RemoteCallTests {
    private func result(_ text: String, status: Int = 200) throws -> JSONValue {
        try RemoteCall.result(HTTPAnswer(status: status, body: Array(text.utf8)), from: "xs1")
    }

    @Test func `answers of JSON-RPC 2 and 1 and of older servers mean the same`() throws {
        for text in [
            #"{"jsonrpc":"2.0","result":"OpaqueRef:1","id":1}"#, #"{"result":"OpaqueRef:1","error":null,"id":1}"#,
            #"{"result":{"Status":"Success","Value":"OpaqueRef:1"},"id":1}"#,
        ] { #expect(try result(text) == "OpaqueRef:1") }
    }

    @Test(arguments: [
        #"{"jsonrpc":"2.0","error":{"code":1,"message":"SR_FULL","data":["100","20"]},"id":1}"#,
        #"{"result":null,"error":["SR_FULL","100","20"],"id":1}"#,
        #"{"result":{"Status":"Failure","ErrorDescription":["SR_FULL","100","20"]},"id":1}"#,
    ])
    func `errors keep their code and parameters in every version`(text: String) throws {
        let expected = XenError.api(code: "SR_FULL", parameters: ["100", "20"])
        #expect(throws: expected) { try result(text) }
        #expect(expected.hint.contains("free space"))
    }

    @Test(arguments: [
        ("<html><body>Bad gateway</body></html>", "a web page"), ("{\"jsonrpc\":\"2.0\",\"result\":[{\"a\":", "broken"),
        ("", "an empty answer"), ("[1,2]", "no answer to a call"),
    ])
    func `what is no answer of XAPI is said to be none`(text: String, word: String) {
        do {
            _ = try result(text, status: 500)
            Issue.record("it was taken for an answer")
        } catch {
            #expect("\(error)".contains(word) && "\(error)".contains("500"), "\(error)")
        }
    }

    @Test func `a task's result is freed from its wrapping`() {
        #expect(XenTask.plain("<value>OpaqueRef:7</value>") == "OpaqueRef:7")
        #expect(XenTask.plain("<value><string>x</string></value>") == "x")
        #expect(XenTask.plain("") == "")
    }

    @Test func `a coordinator is reached on the port that the pool uses`() {
        #expect(XenClient.complete("10.0.0.2", like: "10.0.0.1:8443") == "10.0.0.2:8443")
        #expect(XenClient.complete("10.0.0.2", like: "10.0.0.1") == "10.0.0.2")
        #expect(XenClient.complete("10.0.0.2:444", like: "10.0.0.1:8443") == "10.0.0.2:444")
        #expect(XenClient.complete("fe80::1", like: "[fe80::2]:8443") == "[fe80::1]:8443")
    }

    // A DTD can name this machine's files, and entities that fill its memory.
    @Test(arguments: [
        "<!DOCTYPE xport [<!ENTITY a \"1\">]>",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE xport SYSTEM \"file:///etc/passwd\">",
        "<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADwAIQ-DOCTYPE xport+AD4-", "<?xml version=\"1.0\"", "\u{0}",
    ])
    func `measurements with a document type are refused`(head: String) throws {
        let body = "<xport><meta><step>5</step></meta><data></data></xport>"
        #expect(try RRDUpdates.read(Array(body.utf8), from: "xs1").step == 5)
        #expect(try RRDUpdates.read(Array(("<?xml version=\"1.0\"?>" + body).utf8), from: "xs1").step == 5)
        #expect(throws: XenError.self) { try RRDUpdates.read(Array((head + body).utf8), from: "xs1") }
    }

    @Test func `measurements are read from JSON and from XML alike`() throws {
        let json =
            #"{"meta":{"start":0,"step":5,"end":10,"rows":2,"columns":2,"legend":["AVERAGE:vm:u1:cpu0","AVERAGE:host:h1:cpu_avg"]},"data":[{"t":10,"values":[0.5,"NaN"]},{"t":5,"values":[0.25,0.1]}]}"#
        let xml =
            "<xport><meta><start>0</start><step>5</step><end>10</end><rows>2</rows><columns>2</columns><legend>"
            + "<entry>AVERAGE:vm:u1:cpu0</entry><entry>AVERAGE:host:h1:cpu_avg</entry></legend></meta><data>"
            + "<row><t>10</t><v>0.5</v><v>NaN</v></row><row><t>5</t><v>0.25</v><v>0.1</v></row></data></xport>"
        let one = try RRDUpdates.read(Array(json.utf8), from: "xs1")
        #expect(try RRDUpdates.read(Array(xml.utf8), from: "xs1") == one)
        let bomb = "<!DOCTYPE xport [<!ENTITY a \"1\">]>" + xml
        #expect(throws: XenError.self) { try RRDUpdates.read(Array(bomb.utf8), from: "xs1") }
        #expect(one.means(of: "vm") == ["u1": ["cpu0": 0.375]])
        #expect(one.means(of: "host") == ["h1": ["cpu_avg": 0.1]])
    }
}
