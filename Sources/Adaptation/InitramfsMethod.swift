/// How the virtual machine's drivers get into an initramfs.
package enum InitramfsMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// An archive is added to each initramfs; nothing of the guest runs. The default.
    case append
    /// The guest's own tool builds each initramfs anew, as root in the appliance: slow, and trusts the guest's programs.
    case rebuild
}
