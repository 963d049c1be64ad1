/// # Guestfs: the libguestfs appliance, safely
///
/// The appliance is a small virtual machine, the only place where a guest's file systems are opened: a hostile file
/// system can harm the appliance, not this machine. The only importer of CGuestfs; libguestfs 1.48 or later.
///
/// ```
/// Drive, Drive ─┐
///               ├─Appliance.run──→ Session ──→ file systems, files, attributes   (one launch)
/// settings ─────┘      │
///                      └ a thread of its own, a time limit, and a shutdown that is always made
/// ```
///
/// Starting the appliance takes 20 to 40 seconds without KVM, so a caller does all its work in one `run`.
package enum Guestfs {
    /// Most bytes that one call of libguestfs' protocol carries (its limit is 4 MiB with headers).
    static let chunk = 2 << 20
}
