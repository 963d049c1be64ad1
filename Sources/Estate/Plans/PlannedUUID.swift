/// The firmware UUID of a VM. Licences may be bound to it, so it is kept where it is the server's alone.
package enum PlannedUUID: String, Sendable, Hashable, Codable {
    /// The server's.
    case kept
    /// Chosen when the VM is defined: the server's is not known, or other servers have it, too, and no two VMs of a pool can.
    case new
}
