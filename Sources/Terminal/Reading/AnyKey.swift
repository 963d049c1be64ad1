/// A key of any name.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
}

extension [any CodingKey] {
    /// The names, with lists' places as numbers.
    var words: [String] { map { $0.intValue.map(String.init) ?? $0.stringValue } }
}
