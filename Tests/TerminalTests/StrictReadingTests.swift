import Estate
import Synchronization
import Terminal
import Testing

/// A key that is passed over is a promise that nobody keeps: "the host is in maintenance" with a slip in it moved VMs there.
@Suite struct `A file with a slip in it` {
    private static let pool = """
        format: p2v-pool/1
        name: lab
        hosts:
          - {name: hosta, uri: "qemu+tls://hosta/system"}
          - name: hostb
            uri: qemu+tls://hostb/system
        storage: [{name: sr1, url: "nfs://nas/sr1"}]
        network: br0

        """

    private func refusal(_ yaml: String) -> String {
        do {
            _ = try YAMLText.decode(PoolConfiguration.self, from: yaml, source: "pool.yaml")
            return "none"
        } catch { return error.because }
    }

    @Test func `is read twice only when something is wrong with it`() throws {
        let right = "{\"format\": \"x/1\", \"item\": {\"name\": \"a\"}}"
        _ = try JSONText.decode(Document.self, from: right, source: "x.json")
        #expect(Document.readings.withLock { $0 } == 1)
        #expect(throws: Failure.self) {
            try JSONText.decode(
                Document.self, from: right.replacing("\"name\"", with: "\"z\": 1, \"name\""), source: "x.json")
        }
        #expect(Document.readings.withLock { $0 } == 3)
    }

    @Test func `is read when it has none`() { #expect(refusal(Self.pool) == "none") }

    @Test func `names the line of an unknown key and the key that was meant`() {
        #expect(
            refusal(Self.pool + "    inMaintenence: true\n") != "none")
        let inside = Self.pool.replacing("system\nstorage", with: "system\n    inMaintenence: true\nstorage")
        #expect(
            refusal(inside)
                == #"line 7, column 5: the key "inMaintenence" in hosts.1 is not known; did you mean "inMaintenance"?"#)
        #expect(refusal(Self.pool + "stat: nfs://nas/x\n").hasSuffix(#"did you mean "state"?"#))
        #expect(refusal(Self.pool + "zzzzzz: 1\nyyyyyy: 2\n").hasSuffix("is not known (and 1 more)"))
    }

    @Test func `names the slip where a key that must be there is misspelt`() {
        #expect(
            refusal(Self.pool.replacing("network:", with: "netwrok:"))
                == #"line 8, column 1: the key "netwrok" is not known; did you mean "network"?"#)
    }

    @Test(arguments: [
        ("name: hostb", "name: [hostb]", "line 5, column 11: hosts.[1].name: "),
        ("br0", "br0\nkind: libvrt", "line 9, column 7: kind: "),
        ("br0", "br0\nnetwork: br1", "\"network\" stands twice, first in line 8, column 1"),
        ("br0", "br0\n\taddresses: [a]", "line 9, column "),
        ("br0", "[br0", "line 9, column 1: "),
    ])
    func `names line and column of a wrong type and of text that is no YAML`(
        right: String, wrong: String, because: String
    ) {
        let reason = refusal(Self.pool.replacing(right, with: wrong))
        #expect(reason.hasPrefix(because), "\(reason)")
        #expect(!reason.contains("\n"))
    }

    @Test func `of another version is told by its version and not by a key`() {
        let failure = #expect(throws: Failure.self) {
            _ = try YAMLText.decode(
                PoolConfiguration.self, from: "format: p2v-pool/2\nname: x\nsites: []\n", format: "p2v-pool/1")
        }
        #expect(failure?.because == "its format is p2v-pool/2")
    }
}

@Suite struct `A JSON file with a slip in it` {
    private struct Size: Codable, Equatable, Plausible {
        var gib: Double
        var name: String?
        var flaw: Flaw? { Flaw.first(.init("gib", gib, 1...10)) }
    }

    private struct Foreign: Decodable, OpenKeys { var gib: Double }

    /// Knows one of a file's many keys.
    private struct Few: Decodable { var k0: Size }

    private func refusal<Value: Decodable>(_ type: Value.Type, _ text: String) -> String {
        do {
            _ = try JSONText.decode(type, from: text)
            return "none"
        } catch { return error.because }
    }

    @Test(arguments: [
        (#"{"gib": 2}"#, "none"),
        (#"{"gib": 2, "nmae": "x"}"#, #"line 1, column 12: the key "nmae" is not known; did you mean "name"?"#),
        ("{\"gib\": 2,\n\"gib\": 3}", #"line 2: the key "gib" stands twice in one object"#),
        ("{\n  \"gib\": -1}", "line 2, column 10: gib: is -1, not 1 to 10"),
        ("{\n  \"gib\": \"x\"}", "line 2, column 10: gib: "),
        (#"{"gib": 2, "name": "a\"{:b"}"#, "none"),
    ])
    func `is refused with the place of the slip`(text: String, because: String) {
        #expect(refusal(Size.self, text).hasPrefix(because), "\(refusal(Size.self, text))")
    }

    @Test func `is read when the format is somebody else's, who may have more keys`() {
        #expect(refusal([Foreign].self, #"[{"gib": 2, "vendor": {"x": 1}}]"#) == "none")
    }

    @Test func `may have keys of any name where names are the keys`() throws {
        let sizes = try JSONText.decode([String: Size].self, from: #"{"a": {"gib": 1}, "b": {"gib": 2}}"#)
        #expect(sizes.count == 2)
        #expect(refusal([String: Size].self, #"{"a": {"gib": 1, "x": 1}}"#).contains(#"the key "x" in a"#))
    }

    @Test(arguments: [1, 31, 32, 33, 64, 65, 200]) func `is refused for one slip among keys of any number`(count: Int) {
        let items = (0..<count).map { "\"k\($0)\": {\"gib\": 1}" }
        let text = { (more: String) in "{\n\((items + [more]).joined(separator: ",\n"))}" }
        #expect(refusal([String: Size].self, text("\"z\": {\"gib\": 2}")) == "none")
        #expect(
            refusal([String: Size].self, text("\"k0\": {\"gib\": 2}"))
                == "line \(count + 2): the key \"k0\" stands twice in one object")
        #expect(refusal([String: Size].self, text("\"z\": {\"gib\": 2, \"nam\": 1}")).contains("the key \"nam\" in z"))
        #expect(refusal(Few.self, text("\"z\": {\"gib\": 1}")).contains("is not known"))
    }

    @Test(arguments: [
        (#"{"a\"": {"gib": 1}, "a\"": {"gib": 2}}"#, #"line 1: the key "a\"" stands twice in one object"#),
        (#"{"a\\": {"gib": 1}, "a\"": {"gib": 2}}"#, "none"),
        (#"{"a": {"gib": 1, "name": "\\"}, "name": {"gib": 1, "name": ": {,"}}"#, "none"),
    ]) func `is told from one whose keys and texts only look like it`(text: String, because: String) {
        #expect(refusal([String: Size].self, text) == because)
    }

    @Test(arguments: [".nan", ".inf", "-.inf", "1e999"]) func `has no numbers that are none`(number: String) {
        let failure = #expect(throws: Failure.self) {
            _ = try YAMLText.decode([String: Double].self, from: "coolDownMinutes: \(number)\n")
        }
        #expect(failure?.because.hasPrefix("line 1, column 18: coolDownMinutes: ") == true)
    }
}

/// One type reads the head, another one the rest.
private struct Document: Decodable {
    static let readings = Mutex(0)

    init(from decoder: any Decoder) throws {
        Self.readings.withLock { $0 += 1 }
        _ = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .format)
        _ = try decoder.singleValueContainer().decode(Rest.self)
    }

    private enum Key: CodingKey { case format }

    private struct Rest: Decodable { let item: Item }
    private struct Item: Decodable { let name: String }
}
