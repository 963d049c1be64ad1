package import Estate

extension UtilisationSeries {
    /// One series from several, on the grid of the coarsest; where two know the same interval, the later in the list wins.
    ///
    /// Finer samples are averaged into the coarser grid, so that an hour of one-second samples does not outweigh a month.
    package static func merged(_ all: [UtilisationSeries]) -> UtilisationSeries? {
        let all = all.filter { $0.interval > 0 && !$0.samples.isEmpty }
        guard let interval = all.map(\.interval).max() else { return nil }
        var slots: [Int: LoadSample] = [:]
        for series in all {
            var means: [Int: LoadMean] = [:]
            for (index, sample) in series.samples.enumerated() {
                guard let sample else { continue }
                let middle = series.start.seconds + (Double(index) + 0.5) * series.interval
                let slot = Int((middle / interval).rounded(.down))
                means[slot, default: LoadMean()].add(sample)
            }
            for (slot, mean) in means { slots[slot] = mean.value }
        }
        guard let first = slots.keys.min(), let last = slots.keys.max(), last - first < 1_000_000 else { return nil }
        return UtilisationSeries(
            start: Moment(seconds: Double(first) * interval), interval: interval,
            samples: (first...last).map { slots[$0] })
    }
}
