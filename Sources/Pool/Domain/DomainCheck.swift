internal import Estate

/// What a hypervisor under libvirt objects to in a definition, from facts alone.
struct DomainCheck {
    var definition: MachineDefinition
    var host: String
    /// Nil when the hosts have no hypervisor, machine type or CPU model in common; then `refusal` says so.
    var platform: Platform?
    var refusal: Failure?

    var all: [Concern] {
        [hardware, firmware, processor].compactMap(\.self)
            + (platform?.type == "xen" ? xenDisks + definition.needsBeyondXen : [])
    }

    /// The domain XML, unless something here speaks against it; a template that fails is a concern too.
    func rendered(by writer: DomainXML, emulator: String) -> (xml: String?, fault: [Concern]) {
        guard let platform, all.isEmpty else { return (nil, []) }
        do throws(Failure) {
            return (try writer.text(definition, platform, emulator: emulator), [])
        } catch {
            return (nil, [.refusing("define-template", error.because, "There is no domain XML.", error.next)])
        }
    }

    private var hardware: Concern? {
        refusal.map { .refusing("define-hardware", $0.because, "The machine could never leave its host.", $0.next) }
    }

    private var firmware: Concern? {
        guard let platform, definition.firmware == .uefi, !platform.uefi else { return nil }
        return .refusing(
            "define-firmware", "the hosts offer no UEFI firmware", "The machine's disk boots by UEFI only.",
            "install the package ovmf on every host")
    }

    /// Xen shows the host's own processor, of which libvirt tells no level here.
    private var processor: Concern? {
        guard let level = definition.processorLevel, let platform, platform.type != "xen",
            CPULadder.level(of: platform.cpuModel) < level
        else { return nil }
        return .refusing(
            "define-processor",
            "the guest needs a processor of x86-64-v\(level), and the hosts have \(platform.cpuModel) in common",
            "Its first program stops at an instruction that is not there.",
            "plan it on a pool of newer hosts, or take the odd host out of the pool file")
    }

    private var xenDisks: [Concern] {
        definition.disks.compactMap { disk in
            let image = ImageName(disk.url)
            if image.server != nil {
                return .refusing(
                    "define-storage", "libvirt's Xen driver opens files only, and \(disk.url) is on the network",
                    "The machine would have no disk.",
                    "mount the SR at the same path on every host, and write it as file:///path in the pool file")
            }
            guard image.path.hasPrefix("/dev/"), disk.format != "raw" else { return nil }
            return .refusing(
                "define-format", "\(disk.url) is a device, which Xen opens as raw, not as \(disk.format)",
                "The guest would see the format's own blocks.", "use the format raw")
        }
    }
}
