package import Estate

/// Compares cores of different processors, so that two busy cores of an old server are not taken for two of a new host.
package struct ProcessorRatings: Sendable {
    /// The operator's own first, then the bundled ones.
    package let all: [ProcessorRating]

    package init(own: [ProcessorRating] = []) {
        all = own + Self.bundled
    }

    /// What a factor rests on.
    package enum Basis: String, Sendable, Codable {
        /// Both processors are rated by one source.
        case rating
        /// Only the nominal frequency is known: newer cores do more in a cycle, so the factor is too high for a newer host.
        case frequency
        /// Neither is known: cores count as they are.
        case none
    }

    package struct Factor: Sendable, Hashable, Codable {
        /// Cores of the host for one core of the server.
        package var value: Double
        package var basis: Basis
    }

    /// Host cores that do the work of one server core.
    ///
    /// - Parameter host: the host's processor, as its /proc/cpuinfo names it; nil where the pool file does not say.
    package func factor(from server: Processor?, to host: String?) -> Factor {
        guard let server, let host else { return Factor(value: 1, basis: .none) }
        if server.model == host { return Factor(value: 1, basis: .rating) }
        for old in all where old.fits(ProcessorRating.words(server.model)) && old.perCore > 0 {
            let new = all.first { $0.source == old.source && $0.fits(ProcessorRating.words(host)) && $0.perCore > 0 }
            if let new { return Factor(value: old.perCore / new.perCore, basis: .rating) }
        }
        guard let from = server.megahertz, let to = CPU.nominal(host), from > 0, to > 0 else {
            return Factor(value: 1, basis: .none)
        }
        return Factor(value: from / to, basis: .frequency)
    }
}

extension UtilisationSeries {
    /// The same load on cores of another kind.
    package func inCores(of factor: ProcessorRatings.Factor) -> UtilisationSeries {
        guard factor.value != 1 else { return self }
        var series = self
        series.samples = samples.map { sample in
            var sample = sample
            sample?.coresBusy *= factor.value
            return sample
        }
        return series
    }
}
