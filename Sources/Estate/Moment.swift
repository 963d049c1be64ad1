/// A point in time: seconds since 1970-01-01T00:00:00Z. Durations are taken from a monotonic clock, never from two of these.
package struct Moment: Sendable, Hashable, Comparable, Codable {
    package var seconds: Double

    package init(seconds: Double) {
        self.seconds = seconds
    }

    package static func < (a: Moment, b: Moment) -> Bool { a.seconds < b.seconds }

    package init(from decoder: any Decoder) throws {
        seconds = try decoder.singleValueContainer().decode(Double.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(seconds)
    }
}
