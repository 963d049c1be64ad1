package import Estate

extension Inventory: Plausible {
    package var flaw: Flaw? { .twice("servers", servers.map(\.name)) }
}

extension Inventory.Server: Plausible {
    package var flaw: Flaw? {
        if disksGiB.count > 26 { return Flaw("disksGiB", "names \(disksGiB.count) disks, not up to 26") }
        if let size = disksGiB.first(where: { !(1...1_000_000).contains($0) }) {
            return Flaw("disksGiB", "has \(size), not 1 to 1000000")
        }
        if let usedGiB {
            guard usedGiB.count == disksGiB.count else {
                return Flaw("usedGiB", "has \(usedGiB.count) numbers, disksGiB has \(disksGiB.count)")
            }
            if let (used, size) = zip(usedGiB, disksGiB).first(where: { $0 < 0 || $0 > $1 }) {
                return Flaw("usedGiB", "has \(used) of a disk of \(size)")
            }
        }
        if load != nil, history?.isEmpty == false {
            return Flaw("history", "stands beside load; one of the two counts")
        }
        return .first(
            .init("threads", threads, 1...4096), .init("memoryMiB", memoryMiB, PlausibleSizes.memoryMiB),
            .init("watts", watts, 0...100_000), .init("rackUnits", rackUnits, 0...100))
    }
}

extension Inventory.WeeklyLoad: Plausible {
    package var flaw: Flaw? {
        .first(
            .init("quiet", quiet, 0...4096), .init("busy", busy, 0...4096), .init("from", from, 0...24),
            .init("to", to, 0...24), .init("diskOperations", diskOperations, 0...1e12),
            .init("diskBytes", diskBytes, 0...1e12), .init("networkBytes", networkBytes, 0...1e12))
    }
}
