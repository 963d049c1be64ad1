internal import CLibvirt

extension Domain {
    /// Gives QEMU a command of its own (QMP), past libvirt, which notes that somebody did.
    ///
    /// - Parameter command: one JSON object.
    /// - Returns: QEMU's answer, also when it is an error.
    package func monitor(_ command: String) async throws(LibvirtError) -> String {
        try await unsafe call { (pointer) throws(LibvirtError) in
            var answer: UnsafeMutablePointer<CChar>?
            try unsafe Check.number(
                virDomainQemuMonitorCommand(pointer, command, &answer, 0), "virDomainQemuMonitorCommand")
            return try unsafe Check.text(answer, "virDomainQemuMonitorCommand")
        }
    }
}
