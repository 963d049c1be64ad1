internal import Glibc

/// What went wrong on the server, in one line for standard error.
package struct ExportError: Error, Sendable, CustomStringConvertible {
    /// The errno behind it, or 0.
    package var code: Int32
    package var description: String

    package init(_ description: String, code: Int32 = 0) {
        self.code = code
        self.description = description
    }

    /// An error that the kernel reported just now; call it before anything else can change `errno`.
    static func system(_ attempted: String) -> ExportError {
        let code = errno
        return ExportError("\(attempted): \(String(cString: strerror(code)))", code: code)
    }
}
