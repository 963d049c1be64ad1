/// A mapping in the order of its file: where a host is named twice, the last word counts.
struct InventoryPairs<Value: Decodable & Sendable>: Decodable, Sendable {
    let all: [(name: String, value: Value)]

    init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: InventoryKey.self)
        all = try keyed.allKeys.map { (name: $0.stringValue, value: try keyed.decode(Value.self, forKey: $0)) }
    }
}

/// Any key.
struct InventoryKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { self.init(stringValue: String(intValue)) }
}
