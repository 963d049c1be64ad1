import Testing

@testable import XenAPI

/// If these fail, an answer of the pool is misread: a wrong size or a wrong host.
struct JSONTests {
    @Test func `values of every kind are read, and integers as numbers or strings`() throws {
        let text =
            #"{"a": [1, -2.5, true, null, "x\n\u00e9\ud83d\ude00"], "big": "9007199254740993", "n": 9007199254740993}"#
        let value = try JSONReader.value(of: Array(text.utf8))
        #expect(value["a"].items == [1, -2.5, true, .null, "x\né😀"])
        #expect(value["big"].int == 9_007_199_254_740_993)
        #expect(value["n"].int == 9_007_199_254_740_993)
    }

    @Test func `what XAPI's measurements write beyond the standard is read`() throws {
        let value = try JSONReader.value(of: Array("{meta: {step: 5}, v: [NaN, Infinity, 1e-3]}".utf8))
        #expect(value["meta"]["step"].int == 5)
        #expect(value["v"].items.map(\.double) == [nil, nil, 0.001])
    }

    @Test(arguments: ["", "{", "[1,", "{\"a\"", "{\"a\":1", "\"abc", "tru", "[1] 2", "\"\\u12", "{\"a\" 1}"])
    func `a text that is cut or broken is refused, with its place`(text: String) {
        #expect(throws: JSONReader.Broken.self) { try JSONReader.value(of: Array(text.utf8)) }
    }

    @Test func `nesting without end is refused`() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: JSONReader.Broken.self) { try JSONReader.value(of: Array(text.utf8)) }
    }

    @Test func `what is written is read back`() throws {
        let value: JSONValue = ["a": [1, 2.0, "q\"\\\n\u{1}", false], "b": ["c": .null]]
        #expect(try JSONReader.value(of: JSONWriter.bytes(value)) == value)
        #expect(String(decoding: JSONWriter.bytes(.number(30)), as: UTF8.self) == "30.0")
    }

    @Test func `dates are read in both spellings`() {
        #expect(XenDate.seconds("19700101T00:00:00Z") == 0)
        #expect(XenDate.seconds("20240229T12:30:05Z") == 1_709_209_805)
        #expect(XenDate.seconds("2024-02-29T12:30:05.250Z") == 1_709_209_805)
        #expect(XenDate.seconds("yesterday") == nil)
    }
}
