internal import Estate

/// What one probe printed, wrote to standard error, and ended with.
struct Answer: Sendable, Hashable {
    var text: String
    var error: String
    var status: Int32

    /// Longest output of one probe that is read, in bytes; what follows is cut off.
    static let limit = 48 << 20
    /// Longest line that is read, in bytes: `ip -j addr` writes one line for two thousand addresses within it.
    static let longestLine = 1 << 20

    init(text: String, error: String = "", status: Int32 = 0) {
        self.text = text
        self.error = error
        self.status = status
    }

    /// Reads the answer with a parser that gives nil for what it does not understand.
    func read<Value>(_ parse: (String) -> Value?) -> Observed<Value> {
        if wasEnded || status != 0 && text.allSatisfy(\.isWhitespace) { return .unknown(because: reason) }
        if let value = parse(text) { return .known(value) }
        return .unknown(because: status == 0 ? "what the server printed could not be understood" : reason)
    }

    /// By its time limit (124) or a signal (above 128): what it had printed until then is a part, and no list of all.
    private var wasEnded: Bool { status == 124 || status > 128 }

    /// The first line of standard error, as short as a table cell wants it; of a Python program's trace, the last.
    private var reason: String {
        let lines = error.split { $0.isNewline }
        let said = lines.first?.hasPrefix("Traceback") == true ? lines.last : lines.first
        let line = said.map { String($0.prefix(200)) } ?? ""
        if line.isEmpty {
            return status == 124 ? "it did not answer in time" : "the probe ended with status \(status)"
        }
        return line
    }
}
