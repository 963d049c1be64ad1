internal import Guestfs

extension FactReader {
    /// Most bytes of `modules.dep`: a full kernel has under one megabyte.
    private static let tableLimit = 8 << 20
    private static let markBytes = 1024

    func kernels(_ facts: inout GuestFacts) throws -> [GuestKernel] {
        let names = tree.names(in: "/boot")
        let versions = versions(names)
        let named = BootMenu.initramfs(facts, versions: versions)
        return try versions.compactMap { version in
            let folder = "/lib/modules/\(version)"
            guard let table = table(of: version, in: folder, &facts) else { return nil }
            let drivers = target.earlyModules.map { ($0, table.driver($0)) }
            let usual = (Self.initramfs(of: version, among: names) ?? packaged(folder, names, &facts)).map {
                "/boot/\($0)"
            }
            // What the loader starts counts; a file of the usual name beside it may be nobody's.
            let path = named[version] ?? usual
            return GuestKernel(
                version: version, initramfs: try path.flatMap { try initramfs($0, &facts) },
                drivers: Dictionary(uniqueKeysWithValues: drivers))
        }
    }

    /// A kernel that has all its drivers built in may have no folder of modules; its configuration tells.
    private func versions(_ names: [String]) -> [String] {
        let folders = tree.names(in: "/lib/modules").filter(Self.isVersion)
        let alone = names.filter { $0.hasPrefix("config-") }.map { String($0.dropFirst("config-".count)) }.filter {
            Self.isVersion($0) && !folders.contains($0) && names.contains("vmlinuz-\($0)")
        }
        return folders + alone
    }

    private func table(of version: String, in folder: String, _ facts: inout GuestFacts) -> ModuleTable? {
        let dependencies = text("\(folder)/modules.dep", &facts)
        let builtIn = text("\(folder)/modules.builtin", &facts)
        let configuration = text("/boot/config-\(version)", &facts)
        guard dependencies != nil || builtIn != nil || configuration != nil else { return nil }
        return ModuleTable(
            dependencies: dependencies ?? "", builtIn: builtIn ?? "", configuration: configuration ?? "")
    }

    /// A version becomes part of paths: plain characters only.
    static func isVersion(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count < 128 && text != "." && text != ".."
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "._+~-".utf8.contains($0)
            }
    }

    /// As Debian, Red Hat, SUSE, and Arch name them.
    static func initramfs(of version: String, among names: [String]) -> String? {
        let patterns = [
            "initrd.img-\(version)", "initramfs-\(version).img", "initrd-\(version)", "initrd-\(version).img",
            "initramfs-\(version)",
        ]
        return patterns.first { names.contains($0) }
    }

    /// Arch names it after the kernel's package, which stands in `pkgbase`.
    private func packaged(_ folder: String, _ names: [String], _ facts: inout GuestFacts) -> String? {
        guard let package = text("\(folder)/pkgbase", &facts)?.trimmingSpaces, Self.isVersion(package) else {
            return nil
        }
        let name = "initramfs-\(package).img"
        return names.contains(name) ? name : nil
    }

    private func text(_ path: String, _ facts: inout GuestFacts) -> String? {
        do throws(GuestfsError) {
            return try tree.read(path, limit: Self.tableLimit).map { GuestFile(bytes: $0, mode: 0).text }
        } catch {
            facts.unreadable[path] = error.message
            return nil
        }
    }

    private func initramfs(_ path: String, _ facts: inout GuestFacts) throws -> GuestInitramfs? {
        guard let real = tree.resolved(path), let status = tree.status(of: real) else { return nil }
        guard status.kind == .regular else {
            facts.unreadable[path] = "it is not a regular file"
            return nil
        }
        let tail = UInt64(Self.markBytes)
        let end = try tree.read(
            real, from: status.bytes - min(status.bytes, tail), count: Int(min(status.bytes, tail)))
        let compression = try InitramfsFormat.compression(bytes: status.bytes) { offset, count in
            offset < status.bytes ? try tree.read(real, from: offset, count: count) : []
        }
        var mark = DriverMark(in: end)
        if mark == nil { mark = try markInFront(real, status.bytes) }
        return GuestInitramfs(path: path, bytes: status.bytes, compression: compression, mark: mark)
    }

    /// A prepended archive begins with our folder; its mark is its last entry.
    private func markInFront(_ path: String, _ bytes: UInt64) throws -> DriverMark? {
        let head = try tree.read(path, from: 0, count: min(Int(bytes), 128))
        guard String(decoding: head.dropFirst(110), as: UTF8.self).hasPrefix("p2v\0") else { return nil }
        return DriverMark(in: try tree.read(path, from: 0, count: min(Int(bytes), Self.tableLimit)))
    }
}
