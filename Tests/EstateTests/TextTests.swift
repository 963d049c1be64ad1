import Estate
import Testing

/// If these fail, a server's name opens a tag in a page that people mail, a spreadsheet runs a formula, or a number reads
/// differently in another country.
@Suite struct `Text in pages and tables` {
    @Test(arguments: [
        ("a<b", "a&lt;b"), ("\"&'", "&quot;&amp;&#39;"), ("naïve", "naïve"), ("a\u{0}b\u{1b}", "a\u{FFFD}b\u{FFFD}"),
        ("a\u{FFFE}", "a\u{FFFD}"), ("two\r\nlines", "two\u{FFFD}\nlines"),
    ])
    func `nothing of an untrusted text is markup`(text: String, safe: String) {
        #expect(Markup.escaped(text) == safe)
    }

    @Test(arguments: ["<", ">", "&", "\"", "'"], ["\u{301}", "\u{200d}", "\u{20dd}", "\u{fe0f}", "\u{338}"])
    func `a combining mark hides no sign from the escaper`(sign: String, mark: String) {
        let safe = Markup.escaped("a\(sign)\(mark)script")
        #expect(!safe.unicodeScalars.dropFirst(2).contains { "<>\"'".unicodeScalars.contains($0) })
        #expect(safe.unicodeScalars.contains { $0 == ";" })
        #expect(safe.unicodeScalars.suffix(7).elementsEqual("\(mark)script".unicodeScalars))
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"no\"", "\"say \"\"no\"\"\""), ("=1+1", "'=1+1"),
        ("a\r\nb", "\"a\r\nb\""), ("-\u{301}", "'-\u{301}"), ("a\"\u{301}", "\"a\"\"\u{301}\""),
    ])
    func `a cell stays one cell and is no formula`(text: String, cell: String) {
        #expect(CSVText.cell(text).unicodeScalars.elementsEqual(cell.unicodeScalars))
    }

    @Test(arguments: [
        (1234.5, 1, "1234.5"), (-0.04, 1, "0.0"), (0.05, 1, "0.1"), (-2.5, 0, "-3"), (.nan, 2, "-"), (7, 3, "7.000"),
    ])
    func `a number has a point and so many decimals`(value: Double, decimals: Int, text: String) {
        #expect(Fixed.text(value, decimals) == text)
    }

    @Test(arguments: [(3.0, "3"), (3.04, "3"), (3.06, "3.1"), (-0.5, "-0.5"), (100, "100"), (1.5e20, "1.5e+20")])
    func `a short number has no zeros at its end`(value: Double, text: String) {
        #expect(Fixed.short(value) == text)
    }
}
