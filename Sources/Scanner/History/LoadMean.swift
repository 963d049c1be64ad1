internal import Estate

/// The mean of several samples. A figure that some of them lack is the mean of those that have it.
struct LoadMean {
    private var samples: [LoadSample] = []

    mutating func add(_ sample: LoadSample) { samples.append(sample) }

    /// Nil before the first sample.
    var value: LoadSample? {
        guard let first = samples.first else { return nil }
        guard samples.count > 1 else { return first }
        return LoadSample(
            coresBusy: mean(\.coresBusy), memoryBytes: mean(\.memoryBytes), diskOperations: known(\.diskOperations),
            diskBytes: known(\.diskBytes), networkBytes: known(\.networkBytes),
            workingSetBytes: known(\.workingSetBytes),
            runQueue: known(\.runQueue), diskMilliseconds: known(\.diskMilliseconds), processors: processors)
    }

    private func mean(_ value: (LoadSample) -> Double) -> Double {
        samples.reduce(0) { $0 + value($1) } / Double(samples.count)
    }

    private func known(_ value: (LoadSample) -> Double?) -> Double? {
        let values = samples.compactMap(value)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// Processors that came or went in between make the mean of each meaningless.
    private var processors: [Double]? {
        let all = samples.compactMap(\.processors)
        guard let count = all.first?.count, all.allSatisfy({ $0.count == count }) else { return nil }
        return (0..<count).map { at in all.reduce(0) { $0 + $1[at] } / Double(all.count) }
    }
}
