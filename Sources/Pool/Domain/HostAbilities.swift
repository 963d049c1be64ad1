/// What one host's hypervisor offers to new domains.
struct HostAbilities: Sendable, Hashable {
    /// `kvm`, `qemu`, `xen`.
    var types: Set<String>
    var emulator: String
    /// `pc-q35-10.0`, `pc-q35-7.2`, …; for Xen `xenfv`, `xenpvh`.
    var machines: Set<String>
    /// CPU models that guests of `type` may be given.
    var cpuModels: Set<String>
    var uefi: Bool

    /// The type a new domain gets: the fastest one offered.
    var type: String { ["kvm", "qemu", "xen"].first { types.contains($0) } ?? types.sorted().first ?? "" }

    init(types: Set<String>, emulator: String, machines: Set<String>, cpuModels: Set<String>, uefi: Bool) {
        self.types = types
        self.emulator = emulator
        self.machines = machines
        self.cpuModels = cpuModels
        self.uefi = uefi
    }

    /// Reads libvirt's capabilities document.
    ///
    /// - Returns: nil when it offers no 64-bit x86 guests.
    init?(capabilities: String) {
        guard let document = XMLTree.parse(capabilities) else { return nil }
        let guests = document.all("guest").filter { $0.first("arch")?.attributes["name"] == "x86_64" }
        guard !guests.isEmpty else { return nil }
        let arches = guests.compactMap { $0.first("arch") }
        self.init(
            types: Set(arches.flatMap { $0.all("domain") }.compactMap { $0.attributes["type"] }),
            emulator: arches.lazy.compactMap { $0.first("emulator")?.text }.first ?? "",
            machines: Set(
                arches.flatMap { $0.all("machine") + $0.all("domain").flatMap { $0.all("machine") } }
                    .flatMap { [$0.text, $0.attributes["canonical"]] }.compactMap(\.self)),
            cpuModels: [], uefi: false)
    }

    /// Adds what the document on one type and machine says.
    mutating func add(domainCapabilities: String) {
        guard let document = XMLTree.parse(domainCapabilities) else { return }
        if let path = document.first("path")?.text, !path.isEmpty { emulator = path }
        let custom = document.first("cpu")?.all("mode").first { $0.attributes["name"] == "custom" }
        cpuModels = Set((custom?.all("model") ?? []).filter { $0.attributes["usable"] != "no" }.map(\.text))
        let firmware = document.first("os")?.all("enum").first { $0.attributes["name"] == "firmware" }
        uefi = firmware?.all("value").contains { $0.text == "efi" } ?? false
    }
}
