import Estate

/// Random packing problems, small and odd: the same seed makes the same problem.
struct RandomInstances {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// From 0 to below `bound`; the constants are Knuth's for MMIX.
    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    /// - Parameter items: at most so many.
    mutating func next(items most: Int) -> PackingInstance {
        let resources = 1 + below(3)
        let slots = below(3) == 0 ? 2 + below(4) : 1
        let whole = below(3) != 0
        let types = 1 + below(2)
        let hosts = (0..<types).map { t in
            PackingInstance.HostType(
                type: "t\(t)", capacity: (0..<resources).map { _ in number(60 + below(60), whole) },
                cost: below(2) == 0 ? 1 : Double(1 + below(4)), count: nil)
        }
        let room = (0..<resources).map { r in hosts[0].capacity[r] }
        var items: [PackingInstance.Item] = []
        for i in 0..<(1 + below(most)) {
            if slots > 1, below(2) == 0 {
                let series = room.map { limit in (0..<slots).map { _ in share(of: limit, whole) } }
                items.append(.init(id: "i\(i)", series: series))
            } else {
                items.append(.init(id: "i\(i)", demand: room.map { share(of: $0, whole) }))
            }
        }
        var apart: [[String]] = []
        if items.count > 2, below(3) == 0 {
            apart = [[items[below(items.count)].id, items[below(items.count)].id]].filter { $0[0] != $0[1] }
        }
        return PackingInstance(
            resources: (0..<resources).map { "r\($0)" }, hosts: hosts, items: items, apart: apart.isEmpty ? nil : apart)
    }

    private mutating func share(of limit: Double, _ whole: Bool) -> Double {
        let percent = below(4) == 0 ? 50 + below(50) : below(50)
        let value = limit * Double(percent) / 100
        return whole ? value.rounded(.down) : value * 0.987_654_321
    }

    private mutating func number(_ value: Int, _ whole: Bool) -> Double {
        whole ? Double(value) : Double(value) + Double(below(1000)) / 997
    }
}
