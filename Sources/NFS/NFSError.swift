internal import Foundation

/// A call that failed: the errno, and what libnfs says of it.
package struct NFSError: Error, Sendable, Hashable, CustomStringConvertible {
    /// errno: `ENOSPC`, `ENOENT`, `ESTALE`, …
    package var code: Int32
    package var message: String

    package init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }

    /// The server loses what was written again and again.
    static func restarts(_ times: Int) -> NFSError {
        NFSError(code: EIO, message: "the server restarted \(times) times before what was written was on its disk")
    }

    static func words(for code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
