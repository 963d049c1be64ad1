internal import Estate
internal import Shell

extension Lab {
    /// Unpacks the hosts' QEMU once.
    ///
    /// - Returns: the folder that is laid over `/usr` in the hosts; nil when this machine's own QEMU has to do.
    func prepareQEMU() async throws -> String? {
        let program = layout.qemu + "/usr/bin/qemu-system-x86_64"
        if !LocalFile.isExecutable(program) {
            let output = try await step("Unpacking QEMU 10 from Debian's backports (once)") {
                try await Shell.run(
                    Command(["bash", "-s", layout.qemu], input: Array(LabFile.unpackQEMU.text.utf8)))
            }
            if output.status != 0 {
                let reason = output.standardError.split(separator: "\n").suffix(3).joined(separator: "; ")
                report(
                    .note(
                        "WARNING: no QEMU from backports (\(reason)). The hosts use this machine's own; QEMU 7.2 has been "
                            + "seen to damage emulated guests on live migration, about twice in a hundred times."))
                return nil
            }
        }
        return layout.qemu
    }
}
