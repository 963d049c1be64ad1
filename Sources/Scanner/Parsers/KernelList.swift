internal import Estate

/// Installed kernels, from the script's own records.
enum KernelList {
    /// Drivers without which a KVM guest finds neither its disk nor its network.
    private static let needed = ["pci", "blk", "net"]

    static func parse(_ text: String) -> [Kernel]? {
        AttributeRecord.parse(text, head: "kernel").filter { !$0.all("image").isEmpty }.map { record in
            let modules = record.all("module").compactMap { $0.halves(".")?.0 }
            let built = record.all("config").compactMap { line -> String? in
                guard let (key, value) = line.halves("="), value == "y" || value == "m" else { return nil }
                return key.replacing("CONFIG_VIRTIO_", with: "virtio_").lowercased()
            }
            let drivers = Set(modules).union(built)
            return Kernel(version: record.name, hasVirtio: needed.allSatisfy { drivers.contains("virtio_\($0)") })
        }
    }
}
