internal import Estate

/// How many bytes a second may travel at which time of day.
///
/// ```
/// 50M                 always, where no line below says otherwise
/// 08:00-18:00 5M      in office hours; 22:00-06:00 goes over midnight
/// 22:00-06:00 none    as fast as it goes
/// ```
/// Units are K, M and G: 1024, 1024² and 1024³. `#` begins a comment. The first line that fits counts.
package struct RateSchedule: Sendable, Hashable {
    private struct Entry: Sendable, Hashable {
        /// Minutes since midnight; nil is always.
        var from: Int?
        var until: Int?
        var bytesPerSecond: UInt64?

        func holds(_ minute: Int) -> Bool {
            guard let from, let until else { return true }
            return from <= until ? (from..<until).contains(minute) : minute >= from || minute < until
        }
    }

    private var entries: [Entry] = []

    /// - Throws: ``Failure`` (refused) with the line that is not understood.
    package init(_ text: String) throws {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
            guard !words.isEmpty else { continue }
            guard words.count <= 2, let entry = Self.entry(words) else {
                throw Failure(
                    "read the limit", on: String(line), because: "it is no rate like 50M, nor a time and a rate",
                    next: "write 50M, or 08:00-18:00 5M, or none; one a line", exit: .refused)
            }
            entries.append(entry)
        }
        // Lines with times come before the one without.
        entries = entries.filter { $0.from != nil } + entries.filter { $0.from == nil }
    }

    /// It says nothing at all; `none` would be something.
    package var isEmpty: Bool { entries.isEmpty }

    /// Bytes a second at a minute of the day; nil is as fast as it goes.
    package func limit(at minute: Int) -> UInt64? { entries.first { $0.holds(minute) }?.bytesPerSecond }

    private static func entry(_ words: [Substring]) -> Entry? {
        guard let last = words.last, let rate = rate(last) else { return nil }
        guard words.count == 2 else { return Entry(bytesPerSecond: rate.bytes) }
        let times = words[0].split(separator: "-", omittingEmptySubsequences: false).map { minute($0) }
        guard times.count == 2, let from = times[0], let until = times[1] else { return nil }
        return Entry(from: from, until: until, bytesPerSecond: rate.bytes)
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    private static func rate(_ text: Substring) -> (bytes: UInt64?, Void)? {
        if text == "none" || text == "0" { return (nil, ()) }
        let shifts: [Character: UInt64] = ["K": 10, "M": 20, "G": 30]
        let shift = text.last.flatMap { shifts[Character($0.uppercased())] }
        guard let number = UInt64(shift == nil ? text : text.dropLast()), number > 0, number < 1 << 34 else {
            return nil
        }
        return (number << (shift ?? 0), ())
    }
}
