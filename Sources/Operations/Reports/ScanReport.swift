internal import Estate
internal import Scanner
internal import Store
internal import Terminal

/// Everything that was scanned, as one page that people can mail, a CSV, or a folder of YAML and CSV files.
package enum ScanReport {
    /// - Parameter output: `page.html`, `servers.csv`, or a folder.
    /// - Returns: how many servers are in it.
    package static func write(to output: String, in workspace: Workspace) async throws -> Int {
        let store = try workspace.openStore()
        let profiles = try await store.profiles()
        guard !profiles.isEmpty else {
            throw Failure(
                "write the report", on: output, because: "no server was scanned", next: "p2v scan first", exit: .refused
            )
        }
        if output.hasSuffix(".html") {
            let history = try ServerHistory(store)
            var load: [String: UtilisationSeries] = [:]
            for profile in profiles { load[profile.name] = try await history.series(of: profile.name) }
            try TextFile.write(ReportPage(profiles: profiles, load: load).html, to: output)
        } else if output.hasSuffix(".csv") {
            try TextFile.write(ReportTable.csv(profiles), to: output)
        } else {
            for profile in profiles {
                try TextFile.write(try YAMLText.encode(profile), to: "\(output)/\(profile.name).yaml")
            }
            for (name, table) in ReportWorkbook(profiles: profiles).sheets {
                try TextFile.write(table, to: "\(output)/\(name)")
            }
        }
        return profiles.count
    }
}
