internal import Glibc

/// What went wrong on the server, in one line for standard error.
public struct ExportError: Error, Sendable, CustomStringConvertible {
    /// The errno behind it, or 0.
    public var code: Int32
    public var description: String

    public init(_ description: String, code: Int32 = 0) {
        self.code = code
        self.description = description
    }

    /// An error that the kernel reported just now; call it before anything else can change `errno`.
    static func system(_ attempted: String) -> ExportError {
        let code = errno
        return ExportError("\(attempted): \(String(cString: strerror(code)))", code: code)
    }
}
