package import Estate

/// A series as the CSV that p2v reads: gaps are left out.
package enum SeriesCSV {
    package static func text(_ series: UtilisationSeries) -> String {
        var text = "time,cores_busy,memory_bytes,disk_iops,disk_bytes_per_second,network_bytes_per_second,run_queue\n"
        for (at, sample) in series.samples.enumerated() {
            guard let sample else { continue }
            // A row's time is the end of its interval, as sysstat's are.
            let time = series.start.seconds + Double(at + 1) * series.interval
            let cells = [
                Fixed.text(time, 0), Fixed.text(sample.coresBusy, 4), Fixed.text(sample.memoryBytes, 0),
                cell(sample.diskOperations, 2), cell(sample.diskBytes, 0), cell(sample.networkBytes, 0),
                cell(sample.runQueue, 0),
            ]
            text += cells.joined(separator: ",") + "\n"
        }
        return text
    }

    /// Empty where it was not observed, which is read back as that.
    private static func cell(_ value: Double?, _ digits: Int) -> String { value.map { Fixed.text($0, digits) } ?? "" }
}
