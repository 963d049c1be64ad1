import Estate
import Planner
import Testing

/// Other people's files come in all states; each must be refused with the place and the reason, never half-read.
@Suite struct InstanceReaderTests {
    private func read(_ text: String) throws -> PackingInstance {
        try Array(text.utf8).withUnsafeBufferPointer { bytes throws(Failure) in
            try InstanceReader.read(bytes, source: "x.json")
        }
    }

    private let good = """
        {"format": "p2v-instance/1", "resources": ["cpu", "memory"],
         "hosts": [{"type": "h", "capacity": [100, 1e2], "cost": 1, "count": null}],
         "items": [{"id": "a\\u0041", "demand": [30, 20.25], "count": 2}, {"id": "b", "series": [[1, 2, 3], [5, 5, 4]]}],
         "apart": [["aA", "b"]], "note": {"any": [true, null, "x"]}}
        """

    @Test func `the documented format is read whole`() throws {
        let instance = try read(good)
        #expect(instance.resources == ["cpu", "memory"])
        #expect(instance.hosts == [.init(type: "h", capacity: [100, 100], cost: 1, count: nil)])
        #expect(instance.items[0] == .init(id: "aA", demand: [30, 20.25], count: 2))
        #expect(instance.items[1] == .init(id: "b", series: [[1, 2, 3], [5, 5, 4]]))
        #expect(instance.apart == [["aA", "b"]])
    }

    @Test(arguments: [
        ("\"demand\": [30, 20.25]", "\"demand\": [-30, 20.25]", "demand -30"),
        ("\"demand\": [30, 20.25]", "\"demand\": [1e300, 20.25]", "demand 1e+300"),
        ("\"demand\": [30, 20.25]", "\"demand\": [30]", "1 demands for 2 resources"),
        ("\"demand\": [30, 20.25]", "\"demand\": [130, 1]", "it needs 130.0 cpu"),
        ("\"demand\": [30, 20.25]", "\"demand\": [NaN, 1]", "a number was expected"),
        ("\"id\": \"b\"", "\"id\": \"aA\"", "stands twice"),
        ("[\"aA\", \"b\"]", "[\"aB\", \"b\"]", "did you mean \"aA\"?"),
        ("p2v-instance/1", "p2v-instance/2", "its format is \"p2v-instance/2\""),
        ("[5, 5, 4]", "[5, 5]", "2 time slots where others have 3"),
        ("\"capacity\": [100, 1e2]", "\"capacity\": [100]", "1 capacities for 2 resources"),
        (
            "\"count\": null}]", "\"count\": null}, {\"type\": \"h\", \"capacity\": [1, 1]}]",
            "host type \"h\" stands twice"
        ),
    ])
    func `a mistake is refused with its reason`(_ old: String, _ new: String, _ reason: String) {
        let parts = good.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        let bad = parts.joined(separator: new)
        #expect { try read(bad) } throws: { ($0 as? Failure)?.because.contains(reason) == true }
    }

    @Test func `a file that is cut short is refused at every length`() {
        let bytes = Array(good.utf8)
        for length in 0..<bytes.count - 1 {
            #expect(throws: Failure.self) { try read(String(decoding: bytes[..<length], as: UTF8.self)) }
        }
    }
}
