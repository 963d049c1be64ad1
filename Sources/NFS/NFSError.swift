internal import Foundation

/// A call that failed: the errno, and what libnfs says of it.
public struct NFSError: Error, Sendable, Hashable, CustomStringConvertible {
    /// errno: `ENOSPC`, `ENOENT`, `ESTALE`, …
    public var code: Int32
    public var message: String

    public init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }

    static func words(for code: Int32) -> String { String(cString: strerror(code)) }
}
