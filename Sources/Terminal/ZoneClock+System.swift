package import Estate
internal import Foundation

extension ZoneClock {
    /// This machine's zone.
    package static var local: ZoneClock { ZoneClock(.autoupdatingCurrent) }

    /// `Europe/Madrid`, `UTC`, or `+02:00`; nil for what is no zone.
    package init?(named text: String) {
        if let sign = text.first, sign == "+" || sign == "-" {
            let parts = text.dropFirst().split(separator: ":").compactMap { Int($0) }
            guard (1...2).contains(parts.count), (0...14).contains(parts[0]),
                (0..<60).contains(parts.count == 2 ? parts[1] : 0)
            else { return nil }
            let seconds = Double(parts[0] * 3600 + (parts.count == 2 ? parts[1] * 60 : 0))
            self.init { _ in sign == "-" ? -seconds : seconds }
        } else {
            guard let zone = TimeZone(identifier: text) else { return nil }
            self.init(zone)
        }
    }

    private init(_ zone: TimeZone) {
        self.init { Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: $0.seconds))) }
    }
}
