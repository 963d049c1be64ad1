internal import Estate

/// Installed kernels, from the script's own records.
enum KernelList {
    /// Drivers without which a KVM guest finds neither its disk nor its network.
    private static let needed = ["pci", "blk", "net"]

    static func parse(_ text: String) -> [Kernel]? {
        let drivers = Dictionary(grouping: FileLines.parse(text)) { line in
            line.file.hasPrefix("/lib/modules/")
                ? String(line.file.dropFirst("/lib/modules/".count).prefix { $0 != "/" })
                : String(line.file.dropFirst("/boot/config-".count))
        }.mapValues { Set($0.compactMap { driver($0.text) }) }
        return AttributeRecord.parse(text, head: "kernel").filter { !$0.all("image").isEmpty }.map { record in
            let own = drivers[record.name] ?? []
            return Kernel(version: record.name, hasVirtio: needed.allSatisfy { own.contains("virtio_\($0)") })
        }
    }

    /// `virtio_blk.ko`, from modules.dep and modules.builtin, or `CONFIG_VIRTIO_BLK=y` from the kernel's configuration.
    private static func driver(_ word: String) -> String? {
        if word.hasSuffix(".ko") { return String(word.dropLast(3)) }
        guard word.hasPrefix("CONFIG_VIRTIO_"), let (key, value) = word.halves("="), value == "y" || value == "m" else {
            return nil
        }
        return key.dropFirst("CONFIG_".count).lowercased()
    }
}
