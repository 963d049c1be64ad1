/// A fact that was seen, or the reason why it is not known. A probe that fails costs one fact, never the server.
package enum Observed<Value: Sendable>: Sendable {
    case known(Value)
    case unknown(because: String)

    /// The value, where it is known.
    package var value: Value? {
        if case .known(let value) = self { value } else { nil }
    }

    /// The reason, where the value is not known.
    package var reason: String? {
        if case .unknown(let reason) = self { reason } else { nil }
    }
}

extension Observed: Equatable where Value: Equatable {}
extension Observed: Hashable where Value: Hashable {}

/// Encoded as the value itself, or as `{"unknown": "reason"}`.
extension Observed: Codable where Value: Codable {
    private enum Key: String, CodingKey { case unknown }

    package init(from decoder: any Decoder) throws {
        if let keyed = try? decoder.container(keyedBy: Key.self),
            let reason = try? keyed.decode(String.self, forKey: .unknown)
        {
            self = .unknown(because: reason)
        } else {
            self = .known(try Value(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .known(let value): try value.encode(to: encoder)
        case .unknown(let reason):
            var keyed = encoder.container(keyedBy: Key.self)
            try keyed.encode(reason, forKey: .unknown)
        }
    }
}
