import Dispatcher
import Estate
import Testing

/// If these fail, a service stops that should not, or a server waits for ever.
@Suite struct `Whose turn it is` {
    private let now = Moment(seconds: 1000)

    @Test func `so many copies at a time, in line; the next begins when one is warm`() {
        var dispatch = Dispatch(["a", "b", "c"].map { Dispatch.Server($0) }, parallel: 2)
        #expect(dispatch.starts() == ["a", "b"])
        #expect(dispatch.starts().isEmpty)
        #expect(dispatch.admission(of: "b", outage: 60, at: now) == .open)
        #expect(dispatch.starts() == ["c"])
    }

    @Test func `so many cut-overs at a time`() {
        var dispatch = Dispatch(["a", "b"].map { Dispatch.Server($0) }, parallel: 1)
        #expect(dispatch.starts() == ["a"])
        #expect(dispatch.admission(of: "a", outage: 60, at: now) == .open)
        #expect(dispatch.starts() == ["b"])
        #expect(dispatch.admission(of: "b", outage: 60, at: now) == .wait(until: nil, because: "1 at a time"))
        dispatch.ended("a", serves: true)
        #expect(dispatch.admission(of: "b", outage: 60, at: now) == .open)
    }

    @Test func `whoever is asked goes first, and a failure of it holds nobody up while its service works`() {
        var dispatch = Dispatch([Dispatch.Server("db"), Dispatch.Server("web", asks: ["db"])], parallel: 2)
        _ = dispatch.starts()
        #expect(dispatch.admission(of: "web", outage: 1, at: now) == .wait(until: nil, because: "db goes first"))
        dispatch.ended("db", serves: true)
        #expect(dispatch.admission(of: "web", outage: 1, at: now) == .open)
    }

    // Its proof would fail for the other's sake, with its source off by then.
    @Test func `nobody is cut over who asks a server that is not known to serve`() {
        var dispatch = Dispatch([Dispatch.Server("db"), Dispatch.Server("web", asks: ["db"])], parallel: 2)
        _ = dispatch.starts()
        dispatch.ended("db", serves: false)
        #expect(
            dispatch.admission(of: "web", outage: 1, at: now)
                == .closed(because: "it asks db, which is not known to serve"))
    }

    @Test func `a later wave is copied meanwhile, and cut over when the earlier ones have ended`() {
        var dispatch = Dispatch([Dispatch.Server("a"), Dispatch.Server("b", wave: 1)], parallel: 2)
        #expect(dispatch.starts() == ["a", "b"])
        #expect(dispatch.admission(of: "b", outage: 1, at: now) == .wait(until: nil, because: "a goes first"))
        dispatch.ended("a", serves: false)
        #expect(dispatch.admission(of: "b", outage: 1, at: now) == .open)
    }

    @Test func `a window admits whose service is back before its end`() {
        let window = CutOverWindow(opens: Moment(seconds: 2000), closes: Moment(seconds: 2600))
        var dispatch = Dispatch([Dispatch.Server("a", windows: [window])], parallel: 1)
        _ = dispatch.starts()
        #expect(
            dispatch.admission(of: "a", outage: 600, at: now)
                == .wait(until: window.opens, because: "its window opens at 1970-01-01T00:33:20Z"))
        #expect(dispatch.admission(of: "a", outage: 600, at: Moment(seconds: 2000)) == .open)
        #expect(dispatch.stillOpen("a", outage: 600, at: Moment(seconds: 2000)) == .open)
        // The host took its time to answer.
        #expect(isClosed(dispatch.stillOpen("a", outage: 600, at: Moment(seconds: 2001))))
        #expect(isClosed(dispatch.admission(of: "a", outage: 600, at: Moment(seconds: 2001))))
        #expect(isClosed(dispatch.admission(of: "a", outage: 0, at: Moment(seconds: 2600))))
    }

    @Test(arguments: [Double.nan, -1, .infinity]) func `an outage that nobody can reckon is not admitted`(
        outage: Double
    ) {
        let window = CutOverWindow(opens: Moment(seconds: 0), closes: Moment(seconds: 1e9))
        var dispatch = Dispatch([Dispatch.Server("a", windows: [window])], parallel: 1)
        _ = dispatch.starts()
        #expect(isClosed(dispatch.admission(of: "a", outage: outage, at: now)))
    }

    @Test func `a server whose service is away goes first, whatever the hour`() {
        let window = CutOverWindow(opens: Moment(seconds: 2000), closes: Moment(seconds: 2600))
        var dispatch = Dispatch(
            [Dispatch.Server("a", windows: [window]), Dispatch.Server("b", wave: 1, windows: [window], isAway: true)],
            parallel: 1)
        #expect(dispatch.starts() == ["b", "a"])
        #expect(dispatch.phases["b"] == .cuttingOver)
    }

    @Test func `whoever has not begun or has ended is not admitted`() {
        var dispatch = Dispatch([Dispatch.Server("a")], parallel: 1)
        #expect(isClosed(dispatch.admission(of: "a", outage: 1, at: now)))
        #expect(isClosed(dispatch.stillOpen("a", outage: 1, at: now)))
        _ = dispatch.starts()
        dispatch.ended("a", serves: true)
        #expect(isClosed(dispatch.admission(of: "a", outage: 1, at: now)))
        #expect(isClosed(dispatch.admission(of: "stranger", outage: 1, at: now)))
    }

    @Test func `whoever does not fit into one window waits for the next, and holds up nobody meanwhile`() {
        let tonight = CutOverWindow(opens: Moment(seconds: 0), closes: Moment(seconds: 1100))
        let tomorrow = CutOverWindow(opens: Moment(seconds: 90_000), closes: Moment(seconds: 99_000))
        let both = [tonight, tomorrow]
        var dispatch = Dispatch(
            [Dispatch.Server("big", windows: both), Dispatch.Server("small", wave: 1, windows: both)], parallel: 2)
        _ = dispatch.starts()
        var until: Moment?
        if case .wait(let later, _) = dispatch.admission(of: "big", outage: 600, at: now) { until = later }
        #expect(until == tomorrow.opens)
        #expect(dispatch.admission(of: "small", outage: 60, at: now) == .open)
        #expect(dispatch.admission(of: "big", outage: 600, at: tomorrow.opens) == .open)
        #expect(isClosed(dispatch.admission(of: "big", outage: 600, at: Moment(seconds: 98_900))))
    }

    @Test func `nobody new is admitted after the lockout, nor beyond the room of a window`() {
        var window = CutOverWindow(opens: Moment(seconds: 0), closes: Moment(seconds: 2000))
        (window.lockout, window.capacity) = (500, 1)
        var dispatch = Dispatch(["a", "b", "c"].map { Dispatch.Server($0, windows: [window]) }, parallel: 3)
        _ = dispatch.starts()
        #expect(isClosed(dispatch.admission(of: "c", outage: 10, at: Moment(seconds: 1500))))
        #expect(dispatch.admission(of: "a", outage: 10, at: Moment(seconds: 1499)) == .open)
        #expect(dispatch.stillOpen("a", outage: 10, at: Moment(seconds: 1499)) == .open)
        #expect(
            dispatch.admission(of: "b", outage: 10, at: Moment(seconds: 1499))
                == .closed(because: "its window has room for 1"))
    }

    @Test func `a wave ends after so many failures, and the next one does not`() {
        let servers = [Dispatch.Server("a"), Dispatch.Server("b"), Dispatch.Server("c", wave: 1)]
        var dispatch = Dispatch(servers, parallel: 3, stopWaveAfter: 1)
        _ = dispatch.starts()
        dispatch.ended("a", serves: true, failed: true)
        #expect(
            dispatch.admission(of: "b", outage: 1, at: now)
                == .closed(because: "its wave was ended after 1 failed server"))
        dispatch.ended("b", serves: true)
        #expect(dispatch.admission(of: "c", outage: 1, at: now) == .open)
    }

    private func isClosed(_ admission: Dispatch.Admission) -> Bool {
        if case .closed = admission { true } else { false }
    }
}
