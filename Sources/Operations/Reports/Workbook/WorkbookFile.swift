internal import Estate

/// Sheets as one Office Open XML workbook, the `.xlsx` that Excel and LibreOffice read.
struct WorkbookFile {
    let title: String
    let made: Moment
    let sheets: [ReportSheet]

    func data() throws(Failure) -> [UInt8] {
        var zip = ZipFile()
        try zip.add("[Content_Types].xml", Array(contentTypes.utf8))
        try zip.add("_rels/.rels", Array(Self.relations.utf8))
        try zip.add("docProps/core.xml", Array(properties.utf8))
        try zip.add("xl/workbook.xml", Array(workbook.utf8))
        try zip.add("xl/_rels/workbook.xml.rels", Array(parts.utf8))
        try zip.add("xl/styles.xml", Array(WorkbookStyles.xml.utf8))
        for (at, sheet) in sheets.enumerated() {
            try zip.add("xl/worksheets/sheet\(at + 1).xml", Array(try WorksheetXML(sheet: sheet).text().utf8))
        }
        return zip.data
    }

    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let opc = "http://schemas.openxmlformats.org/package/2006"
    private static let kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    private var contentTypes: String {
        let each = sheets.indices.map { part("/xl/worksheets/sheet\($0 + 1).xml", "\(Self.kinds).worksheet+xml") }
        return Self.head + """
            <Types xmlns="\(Self.opc)/content-types">\
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
            <Default Extension="xml" ContentType="application/xml"/>\
            \(part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))\
            \(part("/xl/workbook.xml", "\(Self.kinds).sheet.main+xml"))\
            \(part("/xl/styles.xml", "\(Self.kinds).styles+xml"))\(each.joined())</Types>
            """
    }

    private func part(_ name: String, _ kind: String) -> String {
        "<Override PartName=\"\(name)\" ContentType=\"\(kind)\"/>"
    }

    private static let relations =
        head + """
            <Relationships xmlns="\(opc)/relationships"><Relationship Id="r1" Type="\(office)/officeDocument" \
            Target="xl/workbook.xml"/><Relationship Id="r2" \
            Type="\(opc)/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>
            """

    private var properties: String {
        Self.head + """
            <cp:coreProperties xmlns:cp="\(Self.opc)/metadata/core-properties" \
            xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>\(Markup.escaped(title))</dc:title>\
            <dc:creator>p2v \(Release.version)</dc:creator>\
            <dcterms:created xsi:type="dcterms:W3CDTF">\(made.iso)</dcterms:created></cp:coreProperties>
            """
    }

    private var parts: String {
        let each = sheets.indices.map {
            "<Relationship Id=\"s\($0 + 1)\" Type=\"\(Self.office)/worksheet\" Target=\"worksheets/sheet\($0 + 1).xml\"/>"
        }
        return Self.head + """
            <Relationships xmlns="\(Self.opc)/relationships">\(each.joined())<Relationship Id="styles" \
            Type="\(Self.office)/styles" Target="styles.xml"/></Relationships>
            """
    }

    /// The head line is printed on every page.
    private var workbook: String {
        let list = sheets.enumerated().map { at, sheet in
            "<sheet name=\"\(Markup.escaped(sheet.title, inAttribute: true))\" sheetId=\"\(at + 1)\" r:id=\"s\(at + 1)\"/>"
        }
        let heads = sheets.enumerated().map { at, sheet in
            "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"\(at)\">"
                + Markup.escaped("'\(sheet.title.replacing("'", with: "''"))'!$1:$1") + "</definedName>"
        }
        return Self.head + """
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" \
            xmlns:r="\(Self.office)"><bookViews><workbookView activeTab="0"/></bookViews>\
            <sheets>\(list.joined())</sheets><definedNames>\(heads.joined())</definedNames></workbook>
            """
    }
}
