package import Estate
internal import Foundation
internal import Shell
internal import Templates

/// # BootMedia: a small system that serves the disks of a machine that cannot serve them itself
///
/// For machines whose own system has no Linux tools, or does not start: Windows, broken servers.
///
/// ```
/// kernel of this machine ┐
/// drivers and firmware   ├─MediaTree→ a folder ─MediaPacking→ initramfs ─┬→ ISO (BIOS and UEFI)
/// busybox, dropbear      │                                              └→ PXE pair
/// operator's key, host key ┘
/// ```
///
/// The system mounts nothing, assembles nothing and sets every disk read-only; it knows no password. `p2v copy` then
/// reads its disks over ssh as it reads any other server's.
package struct BootMedia: Sendable {
    private let request: MediaRequest
    private let templates: Templates
    private let report: ProgressReport

    package init(_ request: MediaRequest, report: @escaping ProgressReport = { _ in }) {
        self.request = request
        self.templates = Templates()
        self.report = report
    }

    /// Builds what was asked for. A file gets its final name when it is whole.
    ///
    /// - Throws: ``Failure`` when a program or a kernel is missing, or a file cannot be written.
    package func build() async throws -> MediaResult {
        let programs = try MediaPrograms.find()
        let kernel = try MediaKernel.newest()
        let folder = try Self.workFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let system = folder.appendingPathComponent("system")
        step("Collecting programs and drivers", 0)
        let key = try await HostKey.make(beside: request.output, programs)
        try await MediaTree(request: request, programs: programs, kernel: kernel, templates: templates)
            .write(to: system, hostKey: key)
        step("Packing the initramfs", 1)
        let packing = MediaPacking(request: request, kernel: kernel, templates: templates)
        let initramfs = folder.appendingPathComponent("initrd.img")
        try await packing.packInitramfs(of: system, to: initramfs)
        step("Writing the media", 2)
        if let pxe = request.pxeFolder { try packing.writePXE(initramfs, to: pxe) }
        try await packing.writeISO(initramfs, in: folder, to: request.output)
        try key.writeClientFiles(beside: request.output)
        step("Writing the media", 3)
        return MediaResult(
            iso: request.output, pxeFolder: request.pxeFolder, kernel: kernel.version,
            hostKeyFingerprint: key.fingerprint, sshConfiguration: HostKey.clientFile(beside: request.output))
    }

    private func step(_ title: String, _ done: Double) {
        report(StepProgress(title, done: done, total: 3, unit: .items))
    }

    /// Only this user may read it: it holds the host's private key.
    private static func workFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return folder
    }
}
