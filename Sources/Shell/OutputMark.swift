/// Tells what a script prints from what a login shell prints before it: banners, greetings, the output of a profile.
package struct OutputMark: Sendable {
    /// Longest text before the mark, in bytes, with the mark.
    package static let room = 1 << 20
    private let text: String

    /// - Parameter text: unpredictable, of letters and digits, new for each script.
    package init(
        _ text: String = "p2v-" + String(UInt64.random(in: (1 << 60)...(.max)), radix: 16)
    ) {
        self.text = text
    }

    /// The script's first line.
    package var line: String { "printf '%s\\n' \(text)\n" }

    /// The output without what stands before the mark. Nil where a script that ended well has no mark; one that failed
    /// before it keeps its status and its errors, and has printed nothing.
    package func strip(_ output: Output) -> Output? {
        let mark = Array(text.utf8) + [10]
        let all = output.standardOutput
        var stripped = output
        if all.starts(with: mark) {
            stripped.standardOutput = Array(all.dropFirst(mark.count))
            return stripped
        }
        let last = min(all.count, Self.room) - mark.count
        if last >= 0, let at = (0...last).first(where: { all[$0] == mark[0] && all[$0...].starts(with: mark) }) {
            stripped.standardOutput = Array(all[(at + mark.count)...])
            return stripped
        }
        guard output.status != 0 else { return nil }
        stripped.standardOutput = []
        return stripped
    }
}
