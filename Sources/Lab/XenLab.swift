internal import Estate
internal import Glibc
internal import Shell

/// Two real Xen hosts inside QEMU's software emulation: Debian's Xen, a dom0 with libvirt's xen driver each. Slow, and
/// what it measures shows the mechanism, not a figure.
///
/// It has a network of its own, 10.78.0.0/24 in the namespace `p2v-xen`, and lives beside the other lab.
package struct XenLab: Sendable {
    private let folder: String
    private let report: @Sendable (LabEvent) -> Void

    /// - Parameter cache: the lab's folder; this one is `xen` in it.
    package init(cache: String, report: @escaping @Sendable (LabEvent) -> Void = { _ in }) {
        folder = cache + "/xen"
        self.report = report
    }

    package var poolFile: String { folder + "/pool.yaml" }

    /// Builds the hosts' disk once, about three minutes, starts both and waits until libvirt answers on both.
    package func up() async throws {
        try Lab.requireRoot()
        try LocalFile.makeFolder(folder)
        try await prepareImage()
        // Its hosts share no SR of files: the pool's state lives beside its file.
        try LocalFile.write(LabFile.xenPool.text + "state: \"file://\(folder)\"\n", to: poolFile)
        if try await status().contains(where: { $0.hasSuffix("down") }) {
            _ = try? await script(LabFile.xenLab, ["down", folder])
            report(.note("starting the Xen hosts xena and xenb"))
            try await script(LabFile.xenLab, ["up", folder])
        }
        for host in ["10.78.0.11", "10.78.0.12"] {
            report(.note("waiting for libvirt on \(host)"))
            try await wait(for: host)
        }
    }

    /// Builds the hosts' disk, unless it is there and of this very recipe.
    private func prepareImage() async throws {
        let recipe = SHA256.hex(LabFile.xenImage.text) + "\n"
        guard LocalFile.text(folder + "/recipe") != recipe || !LocalFile.exists(folder + "/root.raw") else { return }
        report(.note("building Xen's dom0 from Debian packages (once)"))
        unlink(folder + "/recipe")
        try await script(LabFile.xenImage, [folder])
        try LocalFile.write(recipe, to: folder + "/recipe")
    }

    package func down() async throws {
        try Lab.requireRoot()
        try await script(LabFile.xenLab, ["down", folder])
    }

    /// A line for each host: `xena up`, `xena boots`, `xena down`.
    package func status() async throws -> [String] {
        let text = try await script(LabFile.xenLab, ["status", folder])
        return text.split { $0.isNewline }.map(String.init)
    }

    /// What runs a command on the Xen lab's network.
    package func execution(of arguments: [String]) -> [String] {
        ["ip", "netns", "exec", "p2v-xen"] + arguments
    }

    private func wait(for host: String) async throws {
        let question = execution(of: ["virsh", "-c", "xen+tcp://\(host)/system", "version"])
        for _ in 0..<200 {
            if try await Shell.run(Command(["timeout", "10"] + question)).status == 0 { return }
            try await Task.sleep(for: .seconds(2))
        }
        throw Failure(
            "start the Xen host", on: host, because: "its libvirt does not answer after 400 s",
            next: "see \(folder)/run/*.console")
    }

    @discardableResult
    private func script(_ file: LabFile, _ arguments: [String]) async throws -> String {
        let output = try await Shell.run(Command(["bash", "-s"] + arguments, input: Array(file.text.utf8)))
        guard output.status == 0 else {
            throw Failure(
                "run \(file.name)", on: folder, because: String(output.standardError.suffix(600)),
                next: "check that mmdebstrap, qemu-system-x86, iproute2, cpio and python3 are installed")
        }
        return output.text
    }
}
