/// The few looks of cells that a workbook has (ECMA-376 part 1, 18.8).
enum WorkbookStyles {
    static let head = 1

    static func of(_ cell: SheetCell) -> Int {
        switch cell {
        case .text, .absent: 0
        case .whole: 2
        case .decimal, .bytes: 3
        case .share: 4
        case .mark(_, .good): 5
        case .mark(_, .fair): 6
        case .mark(_, .bad): 7
        case .mark(_, .unclear), .unknown: 8
        }
    }

    static let xml = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
        <numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.0"/></numFmts>\
        <fonts count="3"><font><sz val="10"/><name val="Calibri"/></font>\
        <font><b/><sz val="10"/><name val="Calibri"/></font>\
        <font><i/><sz val="10"/><color rgb="FF6B7280"/><name val="Calibri"/></font></fonts>\
        <fills count="6"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
        \(fill("FFE5E9EF"))\(fill("FFD7F0DD"))\(fill("FFFCEFC7"))\(fill("FFFBD9D6"))</fills>\
        <borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>\
        <border><left/><right/><top/><bottom style="thin"><color rgb="FF9AA4B2"/></bottom><diagonal/></border></borders>\
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
        <cellXfs count="9">\(format())\(format(font: 1, fill: 2, border: 1))\(format(number: 3))\(format(number: 164))\
        \(format(number: 9))\(format(fill: 3))\(format(fill: 4))\(format(fill: 5))\(format(font: 2))</cellXfs>\
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
        """

    private static func fill(_ colour: String) -> String {
        "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"\(colour)\"/><bgColor indexed=\"64\"/></patternFill></fill>"
    }

    private static func format(number: Int = 0, font: Int = 0, fill: Int = 0, border: Int = 0) -> String {
        """
        <xf numFmtId="\(number)" fontId="\(font)" fillId="\(fill)" borderId="\(border)" xfId="0" applyNumberFormat="1" \
        applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
        """
    }
}
