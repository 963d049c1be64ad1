extension ProbeTrace {
    /// As `p2v probe --serve` sends it: a head, then a line for each sample.
    ///
    /// ```
    /// trace 100.0 ping:10.77.0.53
    /// 120345 120401 918020 answered
    /// ```
    var lines: [String] {
        ["trace \(perSecond) \(spec.description)"]
            + samples.map { "\($0.due) \($0.sent) \($0.ended) \($0.outcome.rawValue)" }
    }

    /// Reads what ``lines`` wrote, with every time moved to our clock. A line that is none of these is an error of the
    /// other side: nil.
    static func traces(_ lines: some Sequence<Substring>, specs: [ProbeSpec], offset: ClockOffset) -> [ProbeTrace]? {
        var traces: [ProbeTrace] = []
        for line in lines {
            let words = line.split(separator: " ")
            if words.count == 3, words[0] == "trace", let rate = Double(words[1]), traces.count < specs.count {
                traces.append(ProbeTrace(spec: specs[traces.count], perSecond: rate, samples: []))
            } else if let sample = sample(words, offset), !traces.isEmpty {
                traces[traces.count - 1].samples.append(sample)
            } else {
                return nil
            }
        }
        return traces.count == specs.count ? traces : nil
    }

    private static func sample(_ words: [Substring], _ offset: ClockOffset) -> ProbeSample? {
        guard words.count == 4, let due = UInt64(words[0]), let sent = UInt64(words[1]), let ended = UInt64(words[2]),
            let outcome = ProbeSample.Outcome(rawValue: String(words[3]))
        else { return nil }
        return ProbeSample(
            due: offset.ours(due), sent: offset.ours(sent), ended: offset.ours(ended), outcome: outcome)
    }
}
