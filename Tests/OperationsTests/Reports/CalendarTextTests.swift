import Estate
import Testing

@testable import Operations

/// If these fail, a window stands at another hour in people's calendars, or not at all.
@Suite struct `Waves as a calendar` {
    private func plan(_ pool: String = "lab", _ reason: String = "small") -> Plan {
        func wave(_ number: Int, _ servers: [String]) -> Wave {
            let start = Moment(seconds: 1_000_000 + Double(number) * 86_400)
            return Wave(
                name: "wave \(number)",
                servers: servers.map {
                    Wave.Member(
                        server: $0, start: start, finish: Moment(seconds: start.seconds + 3600), copySeconds: 3000,
                        outageSeconds: 60)
                }, switchOff: servers, reason: reason)
        }
        return Plan(
            pool: pool, inventoryDigest: "", poolDigest: "", hostsUsed: 1, hostsLowerBound: 1, servers: [], leftOut: [],
            waves: [wave(0, ["s0", "s1", "s2"]), wave(1, ["s3"])])
    }

    @Test func `there is one event a wave, in UTC, with commas escaped and lines folded`() {
        let text = CalendarText.ics(plan(), stamp: Moment(seconds: 0))
        #expect(text.contains("DTSTART:19700112T134640Z\r\n"))
        #expect(text.contains("s0\\, s1\\, s2"))
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
        #expect(text.split(separator: "BEGIN:VEVENT").count == 3)
    }

    @Test(arguments: [("a\r\nb", "a\\nb"), ("a;\u{301}b", "a\\;\u{301}b"), ("\r", "\\n"), ("\\", "\\\\")])
    func `untrusted text stays in its line`(text: String, safe: String) {
        #expect(CalendarText.escaped(text).unicodeScalars.elementsEqual(safe.unicodeScalars))
    }

    @Test func `a name of many marks is folded too`() {
        let text = CalendarText.ics(plan("p" + String(repeating: "\u{301}", count: 200)), stamp: Moment(seconds: 0))
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
    }
}
