import Estate
import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import Operations

/// A workbook that Excel wants to repair is not trusted.
@Suite struct `The workbook` {
    private let sheet = ReportSheet(
        name: "things", title: "Bob's <things>",
        columns: [.init("name", "Name"), .init("bytes", "Size (GiB)"), .init("share", "Share")],
        rows: [
            [.text("=1+1"), .bytes(3 << 29), .share(0.25)],
            [.mark("a_x0041_\u{1}<b>&\"", .bad), .unknown, .absent],
            [.text(String(repeating: "y", count: 40_000)), .whole(-7), .decimal(.nan)],
        ])

    private final class Reader: NSObject, XMLParserDelegate {
        var text = ""
        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string + "|" }
    }

    private func parsed(_ xml: String) throws -> String {
        let (parser, reader) = (XMLParser(data: Data(xml.utf8)), Reader())
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        return reader.text
    }

    @Test func `cells are what they are: text is no formula, bytes are GiB, unknown is a word, nothing is nothing`()
        throws
    {
        let xml = try WorksheetXML(sheet: sheet).text()
        #expect(xml.contains("<c r=\"A2\" s=\"0\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1</t></is></c>"))
        #expect(xml.contains("<c r=\"B2\" s=\"3\"><v>1.5</v></c><c r=\"C2\" s=\"4\"><v>0.25</v></c>"))
        #expect(
            xml.contains("<c r=\"B3\" s=\"8\" t=\"inlineStr\"><is><t xml:space=\"preserve\">unknown</t></is></c></row>")
        )
        #expect(xml.contains("a_x005F_x0041_\u{FFFD}&lt;b&gt;&amp;&quot;"))
        #expect(!xml.contains("<f>"))
        #expect(try parsed(xml).count < 33_200)
    }

    /// LibreOffice gave each row one line: what was wrapped stood over the rows below.
    @Test func `a row is as high as its longest text`() throws {
        let long = String(repeating: "word ", count: 30)
        let sheet = ReportSheet(
            name: "x", title: "X", columns: [.init("a", "A"), .init("b", "B")],
            rows: [[.text("short"), .whole(1)], [.text("short"), .text(long)], [.mark("a\nb", .bad), .unknown]])
        let xml = try WorksheetXML(sheet: sheet).text()
        #expect(xml.contains("<row r=\"2\"><c") && xml.contains("<row r=\"3\" ht=\"39\" customHeight=\"1\">"))
        #expect(xml.contains("<row r=\"4\" ht=\"26\" customHeight=\"1\">"))
    }

    @Test func `all its parts are there, whole and well-formed`() throws {
        let data = try WorkbookFile(title: "R & D", made: Moment(seconds: 0), sheets: [sheet, sheet]).data()
        let files = try Self.files(data)
        #expect(
            files.map(\.0).sorted() == [
                "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "xl/_rels/workbook.xml.rels",
                "xl/styles.xml",
                "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
            ])
        for (_, text) in files { _ = try parsed(text) }
        let workbook = try #require(files.first { $0.0 == "xl/workbook.xml" }?.1)
        #expect(workbook.contains("name=\"Bob&#39;s &lt;things&gt;\""))
        #expect(workbook.contains("&#39;Bob&#39;&#39;s &lt;things&gt;&#39;!$1:$1"))
    }

    /// Reads an archive by its directory, as programs do.
    private static func files(_ data: [UInt8]) throws -> [(String, String)] {
        func number(_ at: Int, _ bytes: Int) -> Int { (0..<bytes).reduce(0) { $0 | Int(data[at + $1]) << (8 * $1) } }
        let end = data.count - 22
        try #require(number(end, 4) == 0x0605_4B50)
        var at = number(end + 16, 4)
        return try (0..<number(end + 10, 2)).map { _ in
            try #require(number(at, 4) == 0x0201_4B50)
            let (size, length, start) = (number(at + 24, 4), number(at + 28, 2), number(at + 42, 4))
            let name = String(decoding: data[(at + 46)..<(at + 46 + length)], as: UTF8.self)
            try #require(number(start, 4) == 0x0403_4B50)
            let body = start + 30 + number(start + 26, 2) + number(start + 28, 2)
            at += 46 + length
            return (name, String(decoding: data[body..<body + size], as: UTF8.self))
        }
    }

    @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
    func `columns have letters`(at: Int, letters: String) {
        #expect(WorksheetXML.letters(at) == letters)
    }

    @Test func `as a CSV it has bytes as bytes, and nothing for what is not known`() {
        #expect(sheet.csv.hasPrefix("name,bytes,share\r\n'=1+1,1610612736,0.25\r\n"))
        #expect(sheet.csv.contains("&\"\"\",,\r\n"))
    }
}
