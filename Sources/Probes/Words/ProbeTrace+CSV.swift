internal import Estate

extension ProbeTrace {
    /// `probe,number,due_ms,sent_ms,latency_ms,outcome`, a line a probe, in milliseconds since `zero` (CLOCK_MONOTONIC).
    package static func csv(_ traces: [ProbeTrace], zero: UInt64) -> String {
        var text = "probe,number,due_ms,sent_ms,latency_ms,outcome\n"
        for trace in traces {
            let name = "\"" + trace.spec.description.split(separator: "\"").joined(separator: "\"\"") + "\""
            for (number, sample) in trace.samples.enumerated() {
                let latency = sample.latencyMilliseconds.map { milliseconds($0) } ?? ""
                text += "\(name),\(number),\(since(zero, sample.due)),\(since(zero, sample.sent)),\(latency),"
                text += sample.outcome.rawValue + "\n"
            }
        }
        return text
    }

    private static func since(_ zero: UInt64, _ time: UInt64) -> String {
        milliseconds((Double(time) - Double(zero)) / 1e6)
    }

    /// Three decimals: microseconds.
    private static func milliseconds(_ value: Double) -> String { Fixed.text(value, 3) }
}
