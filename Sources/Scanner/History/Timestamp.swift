internal import Estate

/// Moments as tools write them, to seconds since 1970 in UTC.
package struct Timestamp: Sendable {
    /// Seconds that a local clock is ahead of UTC when it shows these seconds since 1970.
    private let offset: @Sendable (Double) -> Double

    /// - Parameter offset: for times that name no zone; UTC where it is left out.
    package init(offset: @escaping @Sendable (Double) -> Double = { _ in 0 }) {
        self.offset = offset
    }

    /// What a clock without a zone shows.
    func seconds(local: Double) -> Double { local - offset(local) }

    /// Seconds since 1970, ISO 8601 (`2026-11-25T00:46:08Z`, `…+01:00`), or sadf's `2026-11-25 00:46:08 UTC`.
    func seconds(_ text: some StringProtocol) -> Double? {
        if let seconds = Double(text) { return seconds.isFinite ? seconds : nil }
        let text = text.trimmed
        guard text.utf8.count >= 16, let day = CivilDate(String(text.prefix(10))),
            let (time, rest) = Self.time(text.dropFirst(11))
        else { return nil }
        let local = Double(day.days) * 86_400 + time
        if rest.isEmpty { return seconds(local: local) }
        if ["Z", "UTC", "GMT"].contains(rest) { return local }
        return Self.zone(rest).map { local - $0 }
    }

    /// `00:46`, `00:46:08` or `00:46:08.5`, and what follows.
    private static func time(_ text: Substring) -> (Double, String)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ":" || $0 == ".") }
        let parts = digits.split(separator: ":").compactMap { Double($0) }
        guard parts.count == 2 || parts.count == 3, parts[0] < 24, parts[1] < 60, (parts.last ?? 0) < 61 else {
            return nil
        }
        let seconds = parts.count == 3 ? parts[2] : 0
        return (parts[0] * 3600 + parts[1] * 60 + seconds, text.dropFirst(digits.count).trimmed)
    }

    /// `+01:00`, `+0100` or `-05`, in seconds.
    private static func zone(_ text: String) -> Double? {
        guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
        let digits = text.dropFirst().filter { $0 != ":" }
        guard digits.count == 4 || digits.count == 2, let number = Int(digits), number < 1500 else { return nil }
        let minutes = digits.count == 4 ? number / 100 * 60 + number % 100 : number * 60
        return Double(sign == "-" ? -minutes : minutes) * 60
    }
}
