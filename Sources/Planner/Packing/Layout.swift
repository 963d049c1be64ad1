/// Which items share which host: a finished packing of a ``PackingProblem``, or of a part of one.
struct Layout: Sendable {
    struct Bin: Sendable {
        var type: Int
        var items: [Int]
    }

    var hosts: [Bin]

    func cost(_ problem: PackingProblem) -> Double {
        hosts.reduce(0) { $0 + problem.types[$1.type].cost }
    }

    /// The same layout in the indices of the problem that `items` was taken from.
    func mapped(through items: [Int]) -> Layout {
        Layout(hosts: hosts.map { Bin(type: $0.type, items: $0.items.map { items[$0] }) })
    }
}

extension Bins {
    /// Fills new bins as the layout says.
    convenience init(_ problem: PackingProblem, _ layout: Layout) {
        self.init(problem, hosts: layout.hosts.count)
        for host in layout.hosts {
            let bin = open(host.type)
            for item in host.items { put(item, in: bin) }
        }
    }

    /// The bins that are not empty.
    var layout: Layout {
        Layout(
            hosts: (0..<count).filter { members($0) > 0 }.map { Layout.Bin(type: Int(kind[$0]), items: items($0)) })
    }
}
