/// What libguestfs, or a guard of this module, refused.
public struct GuestfsError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: Sendable, Hashable {
        /// libguestfs failed; the number is the guest kernel's errno, 0 when there is none.
        case library(errno: Int32)
        /// A file of the guest is not what a configuration file may be: a FIFO, a device, or too large.
        case unsafeFile
        /// The time limit passed and the appliance was ended.
        case timedOut
    }

    /// What was called: `mount`, `read`.
    public var operation: String
    public var message: String
    public var reason: Reason

    public init(_ operation: String, _ message: String, _ reason: Reason) {
        self.operation = operation
        self.message = message
        self.reason = reason
    }

    public var description: String { "\(operation): \(message)" }
}
