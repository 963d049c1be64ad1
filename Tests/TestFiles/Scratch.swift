internal import Foundation

/// A folder that goes away with its owner.
package final class Scratch {
    package let path = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-\(UUID().uuidString)").path
    package init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    package func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = "\(path)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}
