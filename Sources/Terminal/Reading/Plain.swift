/// Values that have no keys: read as they are, where they are numbers at all.
///
/// Apart from ``Strict``, whose type the runtime would have to look up for every number of a file.
enum Plain {
    /// - Parameters:
    ///   - path: where the value stands, for an error.
    ///   - other: reads what is not plain.
    static func read<T: Decodable>(
        _ path: @autoclosure () -> [any CodingKey], _ plain: () throws -> T, or other: () throws -> Strict<T>
    ) throws -> T {
        guard isPlain(T.self) else { return try other().value }
        let value = try plain()
        guard isFinite(value) else { throw notFinite(at: path()) }
        return value
    }

    static func notFinite(at path: [any CodingKey]) -> DecodingError {
        .dataCorrupted(.init(codingPath: path, debugDescription: "is not a finite number"))
    }

    /// The common types first: whether a type keeps a protocol's promise is a slow question.
    private static func isPlain<T>(_ type: T.Type) -> Bool {
        type == String.self || type == Double.self || type == Int.self || type == Bool.self
            || type == [Double].self || type == [String].self
            || type is any BinaryInteger.Type || type is any BinaryFloatingPoint.Type
    }

    private static func isFinite<T>(_ value: T) -> Bool {
        if T.self == String.self || T.self == Int.self || T.self == Bool.self { return true }
        return switch value {
        case let number as Double: number.isFinite
        case let numbers as [Double]: numbers.allSatisfy(\.isFinite)
        case let number as any BinaryFloatingPoint: number.isFinite
        default: true
        }
    }
}
