internal import Estate
internal import Foundation
internal import Scanner
internal import Store
internal import Terminal

/// Everything that was scanned: as one page that people can mail, a workbook, a CSV, or a folder of YAML and CSV files.
package struct ScanReport: Sendable {
    /// `page.html`, `room.xlsx`, `servers.csv`, or a folder.
    package var output: String
    /// For whom it is, in the page's head.
    package var customer: String?
    /// Replaces names, addresses, serial numbers and whatever else tells whose servers they are.
    package var anonymous: Bool

    package init(to output: String, customer: String?, anonymous: Bool) {
        (self.output, self.customer, self.anonymous) = (output, customer, anonymous)
    }

    /// - Returns: how many servers are in it.
    package func write(in workspace: Workspace) async throws -> Int {
        try checkName()
        let store = try workspace.openStore()
        let profiles = try await store.profiles()
        guard !profiles.isEmpty else {
            throw Failure(
                "write the report", on: output, because: "no server was scanned", next: "p2v scan first", exit: .refused
            )
        }
        let history = try ServerHistory(store)
        var load: [String: UtilisationSeries] = [:]
        for profile in profiles { load[profile.name] = try await history.series(of: profile.name) }
        let room = RoomReport(
            profiles, load: load, customer: customer, made: workspace.now(), anonymous: anonymous)
        try write(room)
        return profiles.count
    }

    /// A folder is made only where nobody can have meant a file.
    private func checkName() throws {
        let name = URL(fileURLWithPath: output)
        guard !["", "html", "xlsx", "csv"].contains(name.pathExtension), !output.hasSuffix("/"),
            !FileManager.default.fileExists(atPath: output)
        else { return }
        throw Failure(
            "write the report", on: output, because: "p2v writes no files of the kind .\(name.pathExtension)",
            next: "name a .html, .xlsx or .csv file, or a folder: \(output)/", exit: .refused)
    }

    private func write(_ room: RoomReport) throws {
        let sheets = ReportWorkbook(room: room).sheets
        if output.hasSuffix(".html") {
            try TextFile.write(ReportPage(room: room).html, to: output)
        } else if output.hasSuffix(".xlsx") {
            let book = WorkbookFile(title: room.title, made: room.made, sheets: sheets)
            try TextFile.write(bytes: try book.data(), to: output)
        } else if output.hasSuffix(".csv") {
            try TextFile.write(ReportTable(room: room).sheet.csv, to: output)
        } else {
            for profile in room.profiles {
                try TextFile.write(try YAMLText.encode(profile), to: "\(output)/\(profile.name).yaml")
            }
            for sheet in sheets { try TextFile.write(sheet.csv, to: "\(output)/\(sheet.name).csv") }
        }
    }
}
