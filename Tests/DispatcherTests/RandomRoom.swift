import Dispatcher
import Estate
import TestSupport

/// A room under a faked clock: copies and cut-overs take as long as they like, and fail where they like. What the Converter
/// does with the dispatcher's answers, in short.
struct RandomRoom {
    struct Stop: Hashable {
        var server: String
        var at: Moment
    }

    private struct Event {
        var at: Double
        var server: Int
        var kind: Kind
        enum Kind { case asks, stops, ends(serves: Bool) }
    }

    private(set) var dispatch: Dispatch
    private var random: SeededRandom
    private var time: Double
    private var events: [Event] = []
    private(set) var stops: [Stop] = []
    /// Until when each was told to wait last.
    private var told: [String: Double] = [:]
    private(set) var most = (copies: 0, cutOvers: 0)
    /// What must not be, in words.
    private(set) var mistakes: [String] = []

    init(_ servers: [Dispatch.Server], parallel: Int, from now: Moment, random: SeededRandom) {
        dispatch = Dispatch(servers, parallel: parallel)
        time = now.seconds
        self.random = random
    }

    /// Until nothing happens any more.
    mutating func run() {
        begin()
        while let index = events.indices.min(by: { events[$0].at < events[$1].at }) {
            let event = events.remove(at: index)
            time = event.at
            happen(event)
            begin()
            let phases = dispatch.phases.values
            most.copies = max(most.copies, phases.count { $0 == .copying })
            most.cutOvers = max(most.cutOvers, phases.count { $0 == .cuttingOver })
        }
    }

    private mutating func begin() {
        for name in dispatch.starts() {
            guard let index = dispatch.servers.firstIndex(where: { $0.name == name }) else { continue }
            if dispatch.servers[index].isAway {
                later(60...900, index, .ends(serves: Bool.random(using: &random)))
            } else if Int.random(in: 0..<10, using: &random) == 0 {
                later(1...3600, index, .ends(serves: true))
            } else {
                later(60...20_000, index, .asks)
            }
        }
    }

    private mutating func happen(_ event: Event) {
        let name = dispatch.servers[event.server].name
        let outage = 60 + Double(event.server) * 40
        switch event.kind {
        case .asks:
            let answer = dispatch.admission(of: name, outage: outage, at: Moment(seconds: time))
            if case .wait(let until?, _) = answer { told[name] = until.seconds } else { told[name] = nil }
            switch answer {
            case .open: later(0...300, event.server, .stops)
            case .closed: dispatch.ended(name, serves: true)
            case .wait(let until, _):
                let left = until.map { max(0, $0.seconds - time) } ?? 60
                later(left...(left + 600), event.server, .asks)
            }
        case .stops:
            guard dispatch.stillOpen(name, outage: outage, at: Moment(seconds: time)) == .open else {
                return dispatch.ended(name, serves: true)
            }
            judge(dispatch.servers[event.server])
            stops.append(Stop(server: name, at: Moment(seconds: time)))
            let fails = Int.random(in: 0..<5, using: &random) == 0
            later(1...outage, event.server, .ends(serves: !fails || Bool.random(using: &random)))
        case .ends(let serves): dispatch.ended(name, serves: serves)
        }
    }

    private mutating func later(_ seconds: ClosedRange<Double>, _ server: Int, _ kind: Event.Kind) {
        events.append(Event(at: time + Double.random(in: seconds, using: &random), server: server, kind: kind))
    }

    /// At the moment of a stop: nobody it asks is away, and nobody of an earlier wave is still to come.
    private mutating func judge(_ server: Dispatch.Server) {
        for other in dispatch.servers where other.name != server.name {
            let phase = dispatch.phases[other.name] ?? .waiting
            let isOver = phase == .ended(serves: true) || phase == .ended(serves: false)
            if server.asks.contains(other.name), phase != .ended(serves: true) {
                mistakes.append("\(server.name) stopped while \(other.name) was \(phase)")
            }
            // It was admitted at most five minutes ago.
            let isLater = told[other.name].map { $0 > time - 300 } ?? false
            if other.wave < server.wave, !isOver, !isLater {
                mistakes.append("\(server.name) stopped before \(other.name), of an earlier wave")
            }
        }
    }
}
