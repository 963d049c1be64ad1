/// A connection or a request that failed.
package struct NBDError: Error, Sendable, Hashable, CustomStringConvertible {
    /// errno, or 0.
    package var code: Int32
    package var message: String
    /// The end of what the command wrote to standard error.
    package var standardError: String
    /// The connection is gone; a new one may succeed.
    package var disconnected: Bool
    /// The command was ended by a signal that is not ours: that says nothing of the server.
    package var wasKilled = false

    package init(code: Int32, message: String, standardError: String = "", disconnected: Bool = false) {
        self.code = code
        self.message = message
        self.standardError = standardError
        self.disconnected = disconnected
    }

    package var description: String { standardError.isEmpty ? message : "\(message): \(standardError)" }
}
