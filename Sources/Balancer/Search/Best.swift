/// Keeps the best few of many, best first.
struct Best<Item> {
    private(set) var items: [Item] = []
    private let limit: Int
    private let precedes: (Item, Item) -> Bool

    init(_ limit: Int, precedes: @escaping (Item, Item) -> Bool) {
        self.limit = limit
        self.precedes = precedes
        items.reserveCapacity(limit + 1)
    }

    /// Is there room, or does the worst kept one lose against the newcomer?
    func wants(_ loses: (Item) -> Bool) -> Bool {
        items.count < limit || loses(items[items.count - 1])
    }

    mutating func add(_ item: Item) {
        var low = 0
        var high = items.count
        while low < high {
            let middle = (low + high) / 2
            if precedes(item, items[middle]) { high = middle } else { low = middle + 1 }
        }
        items.insert(item, at: low)
        if items.count > limit { items.removeLast() }
    }
}
