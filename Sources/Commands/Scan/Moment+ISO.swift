internal import Estate
internal import Foundation

extension Moment {
    /// `2026-11-25T03:00:00Z`.
    var iso: String { Date(timeIntervalSince1970: seconds).ISO8601Format() }
}
