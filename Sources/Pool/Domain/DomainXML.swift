internal import Estate
internal import Templates

/// A definition as libvirt's domain XML, by the template `domain/kvm.xml` or `domain/xen.xml`.
struct DomainXML {
    var templates: Templates

    /// What the hypervisor objects to is found before, by ``DomainCheck``.
    func text(_ definition: MachineDefinition, _ platform: Platform, emulator: String) throws(Failure) -> String {
        do {
            return try templates.render(
                platform.type == "xen" ? "domain/xen.xml" : "domain/kvm.xml", values(definition, platform, emulator))
        } catch {
            throw Failure(
                "write the domain XML", on: definition.name, because: "\(error)",
                next: "correct the template in the folder that P2V_TEMPLATES names, or the value in the plan")
        }
    }

    private func values(
        _ definition: MachineDefinition, _ platform: Platform, _ emulator: String
    ) -> [String: TemplateValue] {
        // On PCI Express a virtio device speaks version 1 alone, unless its model says both (libvirt, "Virtio
        // transitional devices").
        let transitional = definition.oldVirtio == true ? "-transitional" : ""
        return [
            "type": .text(platform.type), "name": .text(definition.name), "uuid": .text(definition.uuid),
            "memoryMiB": .number(definition.memoryMiB), "vcpus": .number(definition.vcpus),
            "machine": .text(platform.machine), "cpu": .text(platform.cpuModel), "emulator": .text(emulator),
            "uefi": .flag(definition.firmware == .uefi), "ordered": .flag(definition.bootDisk != 0),
            "clock": .text(definition.clock.rawValue),
            "windows": .flag(definition.family == .windows), "hardware": .flag(platform.type == "kvm"),
            "system": [
                "manufacturer": .optional(definition.system.manufacturer),
                "product": .optional(definition.system.product), "serial": .optional(definition.system.serial),
            ],
            "origin": definition.origin.map { ["server": .text($0.server), "plan": .text($0.plan)] } ?? .nothing,
            "kernel": definition.kernel.map {
                ["image": .text($0.image), "initrd": .text($0.initrd), "commandLine": .text($0.commandLine)]
            } ?? .nothing,
            "disks": .list(disks(definition, xen: platform.type == "xen")),
            "interfaces": .list(
                definition.interfaces.map {
                    [
                        "mac": .text($0.mac), "network": .text($0.network),
                        "model": .text($0.model.rawValue + ($0.model == .virtio ? transitional : "")),
                    ]
                }),
        ]
    }

    private func disks(_ definition: MachineDefinition, xen: Bool) -> [TemplateValue] {
        var used: [MachineDefinition.Disk.Bus: Int] = [:]
        return definition.disks.enumerated().map { place, disk in
            let number = used[disk.bus, default: 0]
            used[disk.bus] = number + 1
            let image = ImageName(disk.url)
            return [
                "server": .optional(image.server), "device": .flag(image.path.hasPrefix("/dev/")),
                "path": .text(image.path), "format": .text(disk.format),
                "bus": .text(disk.bus.rawValue), "serial": .optional(disk.serial), "readOnly": .flag(disk.readOnly),
                "startsFirst": .flag(place == definition.bootDisk && place != 0),
                "transitional": .flag(definition.oldVirtio == true && disk.bus == .virtio),
                "sectorBytes": disk.sectorBytes == 512 ? .nothing : .number(disk.sectorBytes),
                "target": .text(Self.names(disk.bus, xen: xen) + Self.letters(number)),
            ]
        }
    }

    private static func names(_ bus: MachineDefinition.Disk.Bus, xen: Bool) -> String {
        xen ? "xvd" : bus == .virtio ? "vd" : "sd"
    }

    /// 0 is `a`, 25 `z`, 26 `aa`: as the kernel counts disks.
    static func letters(_ number: Int) -> String {
        var rest = number
        var text = ""
        repeat {
            text = String(UnicodeScalar(UInt8(97 + rest % 26))) + text
            rest = rest / 26 - 1
        } while rest >= 0
        return text
    }
}
