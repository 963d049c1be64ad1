package import Estate

extension UtilisationSeries {
    /// The same, where disks or network that are 0 in every sample of a day or more are not known.
    ///
    /// Versions before figures could be unknown kept 0 where a collector had no such table; a server that runs has some of both.
    package var keptOnly: UtilisationSeries {
        guard Double(samples.count { $0 != nil }) * interval >= 86_400 else { return self }
        var series = self
        let seen = samples.compactMap(\.self)
        for figure in [\LoadSample.diskOperations, \.diskBytes, \.networkBytes]
        where seen.allSatisfy({ $0[keyPath: figure] == 0 }) {
            for at in series.samples.indices { series.samples[at]?[keyPath: figure] = nil }
        }
        return series
    }
}
