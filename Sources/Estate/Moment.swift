/// A point in time: seconds since 1970-01-01T00:00:00Z. Durations are taken from a monotonic clock, never from two of these.
/// Documents have seconds, or text such as `2026-03-02T20:00:00Z`; both are read.
package struct Moment: Sendable, Hashable, Comparable, Codable {
    package var seconds: Double

    package init(seconds: Double) {
        self.seconds = seconds
    }

    package static func < (a: Moment, b: Moment) -> Bool { a.seconds < b.seconds }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            seconds = try container.decode(Double.self)
        } catch let error as DecodingError {
            guard case .typeMismatch = error, let moment = Moment(iso: try container.decode(String.self)) else {
                throw error
            }
            self = moment
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(seconds)
    }
}
