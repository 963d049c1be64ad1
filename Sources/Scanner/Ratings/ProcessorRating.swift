/// What one core of a processor does, measured in the same way as every other rating of its source.
package struct ProcessorRating: Sendable, Hashable, Codable {
    /// Words that the model's name must hold, all of them: `Xeon E5-2690 v4`.
    package var model: String
    /// Work of one core with all its threads; only ratios within a source mean anything.
    package var perCore: Double
    /// Where the figure comes from, and its date.
    package var source: String

    package init(model: String, perCore: Double, source: String) {
        self.model = model
        self.perCore = perCore
        self.source = source
    }

    /// - Parameter words: of a model name, without marks, in lower case.
    func fits(_ words: Set<String>) -> Bool { Self.words(model).isSubset(of: words) }

    /// `Intel(R) Xeon(R) CPU E5-2690 v4 @ 2.60GHz` → intel, xeon, cpu, e5-2690, v4.
    static func words(_ name: String) -> Set<String> {
        let plain = name.lowercased().replacing("(r)", with: " ").replacing("(tm)", with: " ")
        return Set(plain.prefix { $0 != "@" }.split { $0.isWhitespace }.map(String.init))
    }
}
