import Estate
import Testing

/// A sheet that is read one cell off makes a plan for servers that do not exist.
@Suite struct `Tables from spreadsheets` {
    private func cells(_ text: String) -> [[String]]? { CSVRows.of(text)?.map(\.cells) }

    @Test func `cells stand between commas or semicolons, and quotes keep both, with lines inside`() {
        #expect(cells("a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n") == [["a", "b"], ["1", "x, \"y\"\nz"]])
        #expect(cells("a;b\n1,5;2") == [["a", "b"], ["1,5", "2"]])
        #expect(cells("\u{FEFF}a,b") == [["a", "b"]])
        #expect(cells("a,,c\n,,\n\n1,2,3") == [["a", "", "c"], ["1", "2", "3"]])
        #expect(cells("") == [])
    }

    @Test func `a row knows its line, and a quote that is never closed is no table`() {
        #expect(CSVRows.of("a\n\"x\ny\"\n\nz")?.map(\.line) == [1, 2, 5])
        #expect(cells("a,b\n1,\"2\n") == nil)
    }

    @Test func `what is written is read again`() throws {
        let rows = [["name", "note"], ["a", "say \"no\", or\r\nnot"], ["b", "; and ,"]]
        #expect(cells(CSVText.text(rows)) == rows)
    }
}
