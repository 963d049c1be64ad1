internal import Estate
internal import Foundation

/// Files that remember how far each copy came, replaced atomically. Losing one costs time, never data: the copy then starts
/// over.
struct CheckpointFolder: Sendable {
    let path: String

    func load<Value: Decodable>(_: Value.Type, for image: String) -> Value? {
        guard let data = FileManager.default.contents(atPath: file(image)) else { return nil }
        return try? JSONDecoder().decode(Value.self, from: data)
    }

    func save(_ value: some Encodable, for image: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try JSONEncoder().encode(value).write(to: URL(fileURLWithPath: file(image)), options: .atomic)
    }

    func remove(_ image: String) {
        try? FileManager.default.removeItem(atPath: file(image))
    }

    private func file(_ image: String) -> String { "\(path)/\(image).json" }
}
