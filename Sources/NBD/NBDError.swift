/// A connection or a request that failed.
public struct NBDError: Error, Sendable, Hashable, CustomStringConvertible {
    /// errno, or 0.
    public var code: Int32
    public var message: String
    /// The end of what the command wrote to standard error.
    public var standardError: String
    /// The connection is gone; a new one may succeed.
    public var disconnected: Bool

    public init(code: Int32, message: String, standardError: String = "", disconnected: Bool = false) {
        self.code = code
        self.message = message
        self.standardError = standardError
        self.disconnected = disconnected
    }

    public var description: String { standardError.isEmpty ? message : "\(message): \(standardError)" }
}
