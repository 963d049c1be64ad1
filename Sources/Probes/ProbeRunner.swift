internal import Estate
internal import Foundation
internal import Synchronization

/// # Probes: a service as its users see it
///
/// Asks at a fixed rate on the monotonic clock, whatever the answers do, and records every probe.
///
/// ```
/// "dns:10.77.0.53/www.lab.test" ─ProbeSpec→ Lane(pace, wire) ─┐
/// "ping:10.77.0.53@1"           ─ProbeSpec→ Lane(pace, wire) ─┤ one thread of its own: epoll, kernel arrival stamps
///                                                             └→ ProbeTrace: every sample → gaps, loss, percentiles
/// ```
///
/// The sender's own lateness is part of every sample and is taken out of the gaps: it is never counted as the network's.
package final class ProbeRunner: Sendable {
    /// How long an answer is waited for before the probe counts as lost.
    package static let patience: Duration = .seconds(2)
    /// The same for each of a resolver's two tries: a stub resolver's `timeout:5` (resolv.conf(5)).
    package static let resolverPatience: Duration = .seconds(5)

    private let specs: [(spec: ProbeSpec, perSecond: Double)]
    private let logs: [SampleLog]
    private let orders: Orders
    private let ended: Ending

    /// Opens the sockets and starts to send.
    ///
    /// - Parameters:
    ///   - perSecond: 0.01 to 1000 for each probe that has no rate of its own. A resolver looks up at most ten times a
    ///     second unless it says otherwise.
    ///   - mark: tells our pings from others; random unless a test needs to know it.
    /// - Throws: ``Failure`` when a host is unknown, a socket is not allowed, or the rate is out of range.
    package static func start(
        _ specs: [ProbeSpec], perSecond: Double, patience: Duration = ProbeRunner.patience,
        resolverPatience: Duration = ProbeRunner.resolverPatience,
        mark: UInt64 = .random(in: .min ... .max)
    ) async throws -> ProbeRunner {
        guard ProbeSpec.rates.contains(perSecond) else {
            throw Failure(
                "start the probes", on: "rate \(perSecond)", because: "a rate is 0.01 to 1000 probes per second",
                next: "choose a rate in that range", exit: .refused)
        }
        // Looking names up may take seconds: not on the cooperative pool.
        let endpoints = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try specs.map { spec throws(Failure) in try Endpoint(spec) } })
            }
        }
        return try ProbeRunner(specs, endpoints, perSecond, (patience, resolverPatience), mark)
    }

    private init(
        _ specs: [ProbeSpec], _ endpoints: [Endpoint], _ perSecond: Double,
        _ patience: (all: Duration, resolver: Duration), _ mark: UInt64
    ) throws(Failure) {
        var plans: [LanePlan] = []
        for (index, (spec, endpoint)) in zip(specs, endpoints).enumerated() {
            plans.append(
                try LanePlan(
                    spec, endpoint, perSecond: perSecond, patience: patience.all, resolverPatience: patience.resolver,
                    mark: mark &+ UInt64(index)))
        }
        self.specs = zip(specs, plans).map { ($0, $1.perSecond) }
        logs = plans.map(\.log)
        orders = Orders()
        ended = Ending()
        let launch = Launch(loop: ProbeLoop(plans, orders: orders, start: MonotonicClock.now() + 1_000_000))
        let ended = ended
        let thread = Thread {
            Scheduling.raiseThisThread()
            launch.loop.run()
            ended.signal()
        }
        thread.name = "p2v-probes"
        thread.start()
    }

    deinit { orders.give(.end) }

    /// Each probe's name, and what was seen of it.
    var lanes: [(name: String, log: SampleLog)] { zip(specs, logs).map { ($0.spec.description, $1) } }

    /// What was seen so far; probes under way are `waiting`.
    package var traces: [ProbeTrace] {
        zip(specs, logs).map { ProbeTrace(spec: $0.spec, perSecond: $0.perSecond, samples: $1.samples) }
    }

    /// Sends no more, waits for the answers under way (not longer than their limit), and answers everything seen.
    package func stop() async -> [ProbeTrace] {
        orders.give(.settle)
        await ended.wait()
        return traces
    }
}

/// Carries the loop into its thread: nobody else touches it from then on.
private struct Launch: @unchecked Sendable {
    let loop: ProbeLoop
}

/// Lets any number of tasks wait for the thread's end.
private final class Ending: Sendable {
    private struct State {
        var isOver = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.isOver { state.waiting.append(continuation) }
                return state.isOver
            }
            if isOver { continuation.resume() }
        }
    }

    func signal() {
        let waiting = state.withLock { state in
            state.isOver = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
