/// How long the search may take.
package struct SearchEffort: Sendable {
    package enum Limit: Sendable {
        case seconds(Double)
        /// Strides of changes looked at: the same placement on every machine.
        case strides(Int)
    }

    package var limit: Limit
    package var seed: UInt64
    package var workers: Int

    package init(_ limit: Limit, seed: UInt64 = 1, workers: Int = 2) {
        self.limit = limit
        self.seed = seed
        self.workers = workers
    }

    /// So many seconds less: what comes before the search and after it counts too.
    func without(_ seconds: Double) -> SearchEffort {
        guard case .seconds(let limit) = limit else { return self }
        return SearchEffort(.seconds(max(0, limit - seconds)), seed: seed, workers: workers)
    }
}
