/// A unified kernel image: kernel, initramfs and options in one program for the firmware (UAPI group, "Unified Kernel
/// Image"; systemd-stub(7)).
struct UnifiedImage: Sendable, Hashable {
    var path: String
    /// The kernel's version; nil where the image does not tell it.
    var release: String?
    var options: [String]
    var hasInitramfs: Bool
    /// Why its options are not known for certain, where they are not.
    var doubt: String?

    /// Most bytes of the sections that are text.
    private static let textLimit = 65536

    /// - Parameters:
    ///   - bytes: the file's size.
    ///   - read: bytes of the file from an offset; fewer at its end.
    /// - Returns: nil for a program that has no kernel in it.
    static func read(_ path: String, bytes: UInt64, read: (UInt64, Int) throws -> [UInt8]) rethrows -> UnifiedImage? {
        guard let image = PEImage(head: try read(0, PEImage.headBytes), bytes: bytes),
            let kernel = image.first(".linux")
        else { return nil }
        func text(_ name: String) throws -> String? {
            guard let section = image.first(name), section.bytes <= Self.textLimit else { return nil }
            return String(decoding: try read(section.offset, section.bytes).prefix { $0 != 0 }, as: UTF8.self)
        }
        let release = try text(".uname")?.words.first
        return UnifiedImage(
            path: path, release: try release ?? Self.release(try read(kernel.offset, min(kernel.bytes, textLimit))),
            options: try text(".cmdline")?.words ?? [], hasInitramfs: (image.first(".initrd")?.bytes ?? 0) > 0,
            doubt: image.first(".profile") == nil ? nil : "it has several profiles, each with options of its own")
    }

    /// A kernel for x86 names its version itself (kernel documentation, "The Linux/x86 Boot Protocol", "kernel_version").
    static func release(_ kernel: [UInt8]) -> String? {
        guard kernel.count > 0x210, kernel[0x202...].starts(with: Array("HdrS".utf8)) else { return nil }
        let place = 0x200 + Int(kernel[0x20E]) + Int(kernel[0x20F]) << 8
        guard place > 0x200, place < kernel.count else { return nil }
        return String(decoding: kernel[place...].prefix { $0 != 0 }.prefix(128), as: UTF8.self).words.first
    }

    /// As a loader shows it: its file's name, apart from the tries that are left (systemd-boot(7), "Boot Counting").
    var entry: BootEntry {
        let name = path.split(separator: "/").last.map { String($0) } ?? path
        let plain = String(name.dropLast(".efi".count).prefix { $0 != "+" })
        var entry = BootEntry(menu: path, title: name, keys: [name, plain, plain + ".efi"])
        entry.options = options
        entry.initramfs = hasInitramfs ? [path] : []
        entry.unified = self
        return entry
    }

    /// The firmware starts it by itself, without a loader.
    var isFallback: Bool { path.lowercased().hasSuffix("/efi/boot/bootx64.efi") }
}
