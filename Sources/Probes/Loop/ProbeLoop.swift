internal import CLinux
internal import Estate
internal import Glibc

/// The probe thread's loop: send what is due, read what came, give up on what is late. Used by that thread alone.
final class ProbeLoop {
    private let epoll: Int32
    private let bell: Int32
    private let lanes: [Lane]
    private let orders: Orders

    /// - Parameter bell: an eventfd that `orders` rings.
    init(_ plans: [LanePlan], orders: Orders, start: UInt64) {
        epoll = clinux_epoll()
        bell = orders.bell
        self.orders = orders
        let epoll = self.epoll
        clinux_watch(epoll, bell, 0, UInt64.max)
        // Lanes begin a little apart, so that they do not delay each other in every period.
        lanes = plans.enumerated().map { index, plan in
            Lane(
                plan.wire, plan.log, plan.patience,
                Pace(perSecond: plan.perSecond, start: start + UInt64(index) * 137_000),
                SocketSet(epoll: epoll, lane: index))
        }
    }

    deinit { close(epoll) }

    func run() {
        var keys = [UInt64](repeating: 0, count: 256)
        while true {
            let order = orders.current
            let now = MonotonicClock.now()
            if order == .settle, lanes.allSatisfy(\.isSettled) { return }
            if order == .end { return }
            if order == .send { for lane in lanes { lane.sendDue(MonotonicClock.now) } }
            for lane in lanes { lane.expire(at: now) }
            let count = clinux_wait(epoll, &keys, Int32(keys.count), wait(order))
            for index in 0..<max(0, Int(count)) { handle(keys[index]) }
        }
    }

    /// Nanoseconds until something is due; 20 ms at most, so that lost probes are noticed.
    private func wait(_ order: Orders.Order) -> Int64 {
        let now = MonotonicClock.now()
        let due = order == .send ? lanes.map(\.due).min() ?? UInt64.max : UInt64.max
        return Int64(min(due > now ? due - now : 0, 20_000_000))
    }

    private func handle(_ key: UInt64) {
        guard key != UInt64.max else { return orders.hush() }
        let (lane, descriptor) = SocketSet.split(key)
        lanes[lane].ready(descriptor, MonotonicClock.now)
    }
}

/// What a lane is made of, before the thread starts.
struct LanePlan {
    var wire: any Wire
    var log: SampleLog
    var patience: Lane.Patience
    var perSecond: Double
}
