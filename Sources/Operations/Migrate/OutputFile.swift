internal import Estate
internal import Foundation

/// A file that the operator asked for.
package enum OutputFile {
    /// Does nothing without a path.
    package static func write(_ text: @autoclosure () -> String, to path: String?) throws {
        guard let path else { return }
        do {
            try text().write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw Failure(
                "write the file", on: path, because: "\(error.localizedDescription)",
                next: "the move itself is done and on record: see `p2v history`")
        }
    }
}
