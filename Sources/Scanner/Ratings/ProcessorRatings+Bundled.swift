package import Estate

extension ProcessorRatings {
    /// AnandTech measured one core of each with the same compiler (gcc 4.8.4 -O2) and both threads of the core busy.
    private static let review =
        "SPEC CPU2006 integer, one core: AnandTech, The Intel Xeon E5 v4 Review, 2016-03-31"

    /// Geometric means of seven subtests of that review: perlbench, bzip2, gcc, mcf, gobmk, hmmer and sjeng. They are
    /// estimates in SPEC's sense, not results that SPEC has reviewed. The Opteron's core is a module with two threads.
    static let bundled: [ProcessorRating] = [
        ("Xeon E5-2690 0", 37.1), ("AMD Opteron 6376", 26.8), ("Xeon E5-2697 v2", 34.8), ("Xeon E5-2667 v3", 37.6),
        ("Xeon E5-2699 v3", 33.5), ("Xeon E5-2699 v4", 31.4),
    ].map { ProcessorRating(model: $0.0, perCore: $0.1, source: review) }

    /// The operator's own table: a CSV with `model`, `per_core` and, where there is one, `source`. Rows of one source are
    /// compared with each other only.
    ///
    /// - Throws: ``Failure`` that names the line.
    package static func parse(_ text: String, source: String) throws(Failure) -> [ProcessorRating] {
        var ratings: [ProcessorRating] = []
        for (at, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let cells = line.split(omittingEmptySubsequences: false) { $0 == "," || $0 == ";" }.map(\.unquoted)
            guard !line.trimmed.isEmpty, !line.hasPrefix("#"), cells[0].lowercased() != "model" else { continue }
            guard cells.count >= 2, !cells[0].isEmpty, let value = Double(cells[1]), value.isFinite, value > 0 else {
                throw Failure(
                    "read the processor ratings", on: source, because: "line \(at + 1) is not MODEL,PER_CORE,SOURCE",
                    next: "write for example: Xeon E5-2690 v4,38.5,our own 7-Zip runs")
            }
            ratings.append(
                ProcessorRating(model: cells[0], perCore: value, source: cells.count > 2 ? cells[2] : source))
        }
        return ratings
    }
}
