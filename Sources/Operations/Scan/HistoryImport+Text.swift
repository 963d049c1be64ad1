internal import Estate
internal import Scanner
internal import Terminal

extension HistoryImport {
    /// A line a file, and how far the past is known now.
    package var text: String {
        var table = Table(["FILE", "FROM", ">INTERVAL", ">SAMPLES", ">GAPS"])
        for file in files {
            table.add([
                file.file, file.start.iso, Fixed.duration(file.interval), "\(file.observed)",
                "\(file.samples - file.observed)",
            ])
        }
        let share = Fixed.text(100 * coverage.observed, 0)
        let complaints = files.flatMap { $0.rows.remarks(of: Sanitised.text($0.file)) }.map { $0 + "\n" }
        return table.text + complaints.joined()
            + "\(Sanitised.text(server)): \(share) % of the last 28 days observed, "
            + "confidence \(coverage.grade.rawValue)\n"
    }
}
