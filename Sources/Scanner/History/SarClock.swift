/// The clock at the start of sar's lines.
enum SarClock {
    /// - Returns: seconds since midnight, and the words after the clock; nil where there is none.
    static func parse(_ words: [String]) -> (second: Int, rest: [String])? {
        guard let first = words.first else { return nil }
        let parts = first.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
            (0...24).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        var rest = Array(words.dropFirst())
        var shown = hour
        if let half = rest.first?.uppercased(), half == "AM" || half == "PM" {
            guard (1...12).contains(hour) else { return nil }
            rest.removeFirst()
            shown = hour % 12 + (half == "PM" ? 12 : 0)
        }
        return (shown * 3600 + minute * 60 + second, rest)
    }
}
