internal import Foundation

/// How far a local clock is ahead of UTC.
struct ZoneClock: Sendable {
    private let zone: TimeZone

    static let utc = ZoneClock(zone: .gmt)

    private init(zone: TimeZone) {
        self.zone = zone
    }

    /// `Europe/Madrid`, `UTC`, or `+02:00`.
    init?(_ text: String) {
        if let sign = text.first, sign == "+" || sign == "-" {
            let parts = text.dropFirst().split(separator: ":").compactMap { Int($0) }
            guard (1...2).contains(parts.count), parts[0] <= 14, (parts.count == 2 ? parts[1] : 0) < 60,
                let zone = TimeZone(
                    secondsFromGMT: (sign == "-" ? -1 : 1) * (parts[0] * 3600 + (parts.count == 2 ? parts[1] * 60 : 0)))
            else { return nil }
            self.zone = zone
        } else {
            guard let zone = TimeZone(identifier: text) else { return nil }
            self.zone = zone
        }
    }

    /// - Parameter local: seconds since 1970 that the local clock shows.
    func offset(_ local: Double) -> Double {
        // The offset in force then is the one at the moment itself, which the offset leads to.
        let first = Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: local)))
        return Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: local - first)))
    }
}
