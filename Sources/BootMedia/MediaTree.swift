internal import Estate
internal import Foundation
internal import Shell
internal import Templates

/// The media's root file system, as a folder.
struct MediaTree: Sendable {
    let request: MediaRequest
    let programs: MediaPrograms
    let kernel: MediaKernel
    let templates: Templates

    /// Writes the whole tree.
    func write(to root: URL, hostKey: HostKey) async throws {
        try makeFolders(root)
        try copy(programs.path("busybox"), to: root.appendingPathComponent("bin/busybox"))
        for name in ["bin/sh", "bin/modprobe"] {
            try link("/bin/busybox", at: root.appendingPathComponent(name))
        }
        try await addServer(root, hostKey)
        try await addModules(root)
        try addTexts(root)
    }

    private func makeFolders(_ root: URL) throws {
        let folders = [
            "bin", "sbin", "usr/bin", "usr/sbin", "dev", "proc", "sys", "run", "tmp", "var/tmp", "lib/modules",
            "lib/firmware", "etc/dropbear", "root/.ssh",
        ]
        for folder in folders {
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent(folder), withIntermediateDirectories: true,
                attributes: [.posixPermissions: folder.hasPrefix("root") ? 0o700 : 0o755])
        }
    }

    /// dropbear with its libraries; keys only.
    private func addServer(_ root: URL, _ hostKey: HostKey) async throws {
        let server = programs.path("dropbear")
        try copy(server, to: root.appendingPathComponent("usr/sbin/dropbear"))
        let libraries = SharedLibraries.paths(ldd: try await Shell.check(Command([programs.path("ldd"), server])))
        for library in libraries { try copy(library, to: root.appendingPathComponent(library)) }
        try copy(hostKey.file, to: root.appendingPathComponent("etc/dropbear/key"), mode: 0o600)
        let keys = request.authorizedKeys.joined(separator: "\n") + "\n"
        try write(keys, to: root.appendingPathComponent("root/.ssh/authorized_keys"), mode: 0o600)
        try write(hostKey.fingerprint + "\n", to: root.appendingPathComponent("etc/dropbear/fingerprint"))
    }

    private func addModules(_ root: URL) async throws {
        let from = URL(fileURLWithPath: kernel.moduleFolder)
        let to = root.appendingPathComponent(kernel.moduleFolder)
        let table = try String(contentsOf: from.appendingPathComponent("modules.dep"), encoding: .utf8)
        let modules = ModuleChoice.modules(dependencies: table)
        for module in modules {
            try copy(from.appendingPathComponent(module).path, to: to.appendingPathComponent(module))
        }
        for list in ["modules.order", "modules.builtin"] {
            try copy(from.appendingPathComponent(list).path, to: to.appendingPathComponent(list))
        }
        try await Shell.check(Command([programs.path("depmod"), "-b", root.path, kernel.version]))
        try await addFirmware(root, modules.map { from.appendingPathComponent($0).path })
    }

    /// Firmware that these drivers name, as far as this machine has it installed.
    private func addFirmware(_ root: URL, _ modules: [String]) async throws {
        let text = try await Shell.check(Command([programs.path("modinfo"), "-F", "firmware"] + modules))
        for name in Set(text.split(separator: "\n")) where !name.contains("..") {
            let file = "/lib/firmware/\(name)"
            guard FileManager.default.isReadableFile(atPath: file) else { continue }
            try copy(file, to: root.appendingPathComponent(file))
        }
    }

    private func addTexts(_ root: URL) throws {
        try write("root:x:0:0:root:/root:/bin/sh\n", to: root.appendingPathComponent("etc/passwd"))
        try write("root:x:0:\n", to: root.appendingPathComponent("etc/group"))
        // dropbear lets nobody in whose shell is not named here.
        try write("/bin/sh\n", to: root.appendingPathComponent("etc/shells"))
        try write(templates.source("boot-media/first-process"), to: root.appendingPathComponent("init"), mode: 0o755)
        try write(
            templates.source("boot-media/dhcp-lease"), to: root.appendingPathComponent("etc/dhcp"), mode: 0o755)
    }

    // MARK: Files

    /// Copies what a path leads to, links followed.
    private func copy(_ source: String, to target: URL, mode: Int? = nil) throws {
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        if FileManager.default.fileExists(atPath: target.path) { return }
        try FileManager.default.copyItem(at: URL(fileURLWithPath: source).resolvingSymlinksInPath(), to: target)
        if let mode { try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: target.path) }
    }

    private func link(_ destination: String, at place: URL) throws {
        try FileManager.default.createSymbolicLink(atPath: place.path, withDestinationPath: destination)
    }

    private func write(_ text: String, to place: URL, mode: Int = 0o644) throws {
        try Data(text.utf8).write(to: place)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place.path)
    }
}
