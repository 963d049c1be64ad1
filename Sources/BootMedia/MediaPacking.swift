internal import Estate
internal import Foundation
internal import Shell
internal import Templates

/// Makes an initramfs of a folder, and an ISO and a PXE pair of the initramfs.
struct MediaPacking: Sendable {
    let request: MediaRequest
    let kernel: MediaKernel
    let templates: Templates

    /// A compressed cpio archive in the "newc" format (the kernel's buffer-format.rst), all owned by root.
    func packInitramfs(of root: URL, to file: URL) async throws {
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()
        let archive = file.appendingPathExtension("cpio")
        let list = names.map { $0 + "\0" }.joined()
        try await Shell.check(
            Command(
                [
                    "cpio", "--create", "--null", "--format=newc", "--owner=0:0", "--quiet", "--directory=\(root.path)",
                    "--file=\(archive.path)",
                ], input: Array(list.utf8)))
        try await Shell.check(Command(["zstd", "-q", "-f", "-8", "-T0", archive.path, "-o", file.path]))
        try FileManager.default.removeItem(at: archive)
    }

    /// An ISO 9660 image that starts from CD or USB stick, by BIOS and by UEFI (grub-mkrescue(1)).
    func writeISO(_ initramfs: URL, in folder: URL, to output: String) async throws {
        let tree = folder.appendingPathComponent("iso")
        try FileManager.default.createDirectory(
            at: tree.appendingPathComponent("boot/grub"), withIntermediateDirectories: true)
        try copyPair(initramfs, to: tree.appendingPathComponent("boot"))
        try Data(menu(in: "/boot").utf8).write(to: tree.appendingPathComponent("boot/grub/grub.cfg"))
        let part = output + ".part"
        try await Shell.check(Command(["grub-mkrescue", "-o", part, tree.path, "--", "-volid", "P2V"]))
        // It holds the private half of the host key.
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: part)
        try move(part, to: output)
    }

    /// `vmlinuz`, `initrd.img` and a menu for GRUB's network image.
    func writePXE(_ initramfs: URL, to path: String) throws {
        let folder = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try copyPair(initramfs, to: folder)
        try Data(menu(in: "").utf8).write(to: folder.appendingPathComponent("grub.cfg"))
    }

    private func menu(in folder: String) throws -> String {
        try templates.render(
            "boot-media/grub.cfg",
            [
                "arguments": .text(request.network.kernelArguments.joined(separator: " ")),
                "kernel": .text(kernel.version), "folder": .text(folder),
            ])
    }

    private func copyPair(_ initramfs: URL, to folder: URL) throws {
        for (from, name) in [(URL(fileURLWithPath: kernel.image), "vmlinuz"), (initramfs, "initrd.img")] {
            let part = folder.appendingPathComponent(name + ".part")
            try? FileManager.default.removeItem(at: part)
            try FileManager.default.copyItem(at: from, to: part)
            try move(part.path, to: folder.appendingPathComponent(name).path)
        }
    }

    private func move(_ part: String, to name: String) throws {
        guard rename(part, name) == 0 else {
            throw Failure(
                "write the media", on: name, because: String(cString: strerror(errno)),
                next: "check that the folder can be written")
        }
    }
}
