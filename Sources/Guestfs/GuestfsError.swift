/// What libguestfs, or a guard of this module, refused.
package struct GuestfsError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Reason: Sendable, Hashable {
        /// libguestfs failed; the number is the guest kernel's errno, 0 when there is none.
        case library(errno: Int32)
        /// A file of the guest is not what a configuration file may be: a FIFO, a device, or too large.
        case unsafeFile
        /// The time limit passed and the appliance was ended.
        case timedOut
    }

    /// What was called: `mount`, `read`.
    package var operation: String
    package var message: String
    package var reason: Reason

    package init(_ operation: String, _ message: String, _ reason: Reason) {
        self.operation = operation
        self.message = message
        self.reason = reason
    }

    package var description: String { "\(operation): \(message)" }
}
