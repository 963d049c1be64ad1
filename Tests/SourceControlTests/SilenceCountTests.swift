import SourceControl
import Testing

/// If these fail, a VM starts beside a physical server that is on, with the same address and the same disks' contents.
@Suite struct `Silence of a server` {
    private let silent: [String: WayAnswer] = ["ssh port": .silent, "ping": .silent]

    @Test func `is a proof after five looks over ten seconds on two ways`() {
        var count = SilenceCount(known: ["ssh port", "ping"])
        for moment in [0.0, 2.5, 5, 7.5] { #expect(count.note(silent, at: moment) == nil) }
        guard case .off = count.note(silent, at: 10) else { return #expect(Bool(false), "five looks, 10 s") }
    }

    @Test func `is none after many looks in a short time`() {
        var count = SilenceCount(known: ["ssh port", "ping"])
        for look in 0..<100 { #expect(count.note(silent, at: Double(look) / 10) == nil) }
    }

    @Test func `is none after few looks over a long time`() {
        var count = SilenceCount(known: ["ssh port", "ping"])
        for moment in [0.0, 100, 200, 300] { #expect(count.note(silent, at: moment) == nil) }
    }

    /// A firewall that never let a ping through is silent for ever.
    @Test(arguments: [[], ["ssh port"], ["ping"], ["neighbour", "ping"]] as [Set<String>])
    func `proves nothing on ways that never answered`(known: Set<String>) {
        var count = SilenceCount(known: known)
        for look in 0..<50 { #expect(count.note(silent, at: Double(look) * 10) == nil) }
        guard case .unknown = count.unknown else { return #expect(Bool(false), "it must be unknown") }
    }

    @Test(arguments: ["it took a connection", "it refused a connection"])
    func `ends with any reply at all, also a refusal`(reply: String) {
        var count = SilenceCount(known: ["ssh port", "ping"])
        for moment in [0.0, 10, 20, 30] { _ = count.note(silent, at: moment) }
        let answer = count.note(["ssh port": .answered(reply), "ping": .silent], at: 40)
        #expect(answer == .on(because: "ssh port: \(reply)"))
    }

    @Test func `is counted anew after a look that could not be made`() {
        var count = SilenceCount(known: ["ssh port", "ping"])
        for moment in [0.0, 10, 20, 30] { _ = count.note(silent, at: moment) }
        #expect(count.note(["ssh port": .undecided("no route"), "ping": .silent], at: 40) == nil)
        #expect(count.note(silent, at: 50) == nil)
        guard case .unknown(let why) = count.unknown else { return #expect(Bool(false), "it must be unknown") }
        #expect(why.contains("0 s"))
    }

    @Test func `is a proof on the wire where a firewall drops pings`() {
        var count = SilenceCount(known: ["ssh port", "neighbour"])
        let answers: [String: WayAnswer] = [
            "ssh port": .silent, "ping": .undecided("not allowed"), "neighbour": .silent,
        ]
        for moment in [0.0, 2.5, 5, 7.5] { #expect(count.note(answers, at: moment) == nil) }
        guard case .off = count.note(answers, at: 10) else { return #expect(Bool(false), "two known ways are silent") }
    }
}
