extension ProbeRunner {
    /// How far somebody who follows the probes has come.
    package struct Cursor: Sendable {
        fileprivate var lanes: [Int: Lane] = [:]

        fileprivate struct Lane: Sendable {
            /// All before this were told.
            var start = 0
            /// Told, although one before still waits.
            var told: Set<Int> = []
        }

        package init() {}
    }

    /// The probes that have ended since the last call, by the probe's name.
    package func ended(since cursor: inout Cursor) -> [String: [ProbeSample]] {
        var all: [String: [ProbeSample]] = [:]
        for (number, (name, log)) in lanes.enumerated() {
            var lane = cursor.lanes[number] ?? Cursor.Lane()
            let news = log.samples(from: lane.start)
            var new: [ProbeSample] = []
            for (offset, sample) in news.enumerated() where sample.outcome != .waiting {
                if lane.told.insert(lane.start + offset).inserted { new.append(sample) }
            }
            while lane.told.remove(lane.start) != nil { lane.start += 1 }
            cursor.lanes[number] = lane
            if !new.isEmpty { all[name, default: []] += new }
        }
        return all
    }
}
