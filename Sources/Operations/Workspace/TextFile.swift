internal import Estate
internal import Foundation

/// Small files of text, read and written whole, with failures that say what to do.
package enum TextFile {
    /// - Parameter attempt: what it is read for: "read the plan".
    package static func read(
        _ path: String, to attempt: String = "read the file", next: String = "check the path and its rights"
    ) throws -> String {
        do { return try String(contentsOfFile: path, encoding: .utf8) } catch {
            throw Failure(attempt, on: path, because: UnreadableFile.reason(path), next: next)
        }
    }

    /// Writes at once or not at all, and makes the folders that are missing.
    package static func write(_ text: String, to path: String) throws { try write(bytes: Array(text.utf8), to: path) }

    /// The same for what is no text.
    package static func write(bytes: [UInt8], to path: String) throws {
        do {
            let url = URL(fileURLWithPath: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url, options: .atomic)
        } catch {
            throw Failure(
                "write the file", on: path, because: UnreadableFile.unwritable(path) ?? error.localizedDescription,
                next: "name another file, or correct the folder's rights")
        }
    }
}
