internal import Adaptation
internal import Estate
internal import Foundation
internal import ImageStores

extension Conversion {
    /// - Parameter needs: what was found in the guest; nil before anybody looked.
    func definition(of machine: MachineFacts, _ needs: MachineNeeds?) -> MachineDefinition {
        var definition = MachineDefinition(
            name: machine.name, uuid: machine.uuid, memoryMiB: server.memoryMiB, vcpus: server.vcpus,
            firmware: server.firmware, disks: disks,
            interfaces: server.interfaces.map { interface in
                MachineDefinition.Interface(
                    mac: interface.mac, network: interface.network, model: isPlain ? .e1000 : .virtio)
            },
            clock: profile.system.clock.value == "local" ? .localTime : .utc,
            system: MachineDefinition.System(of: profile), origin: machine.origin)
        definition.secureBoot = profile.boot.secureBoot.value
        if let needs { definition.obey(needs) }
        if profile.windows != nil {
            definition.family = .windows
            definition.clock = .localTime
        }
        return definition
    }

    private var isPlain: Bool { (server.guest ?? .paravirtual) != .paravirtual }

    private var disks: [MachineDefinition.Disk] {
        server.disks.map { disk in
            MachineDefinition.Disk(
                url: images.location(of: disk.image), format: disk.format, bus: isPlain ? .sata : .virtio,
                serial: disk.serial)
        }
    }
}

extension MachineDefinition {
    /// What stands in the guest adds to what the scan could ask.
    mutating func obey(_ needs: MachineNeeds) {
        if needs.clock == "localtime" { clock = .localTime }
        bootDisk = disks.indices.contains(needs.bootDisk) ? needs.bootDisk : 0
        processorLevel = needs.processorLevel
        oldVirtio = needs.oldVirtio
        for (place, bytes) in zip(disks.indices, needs.sectorBytes) { disks[place].sectorBytes = bytes }
    }
}

extension MachineDefinition.System {
    /// A server that was a virtual machine is not told that another hypervisor still runs it: programs would believe it.
    init(of profile: ServerProfile) {
        let isVirtual = profile.hardware.isVirtual
        self.init(
            manufacturer: isVirtual ? nil : profile.hardware.vendor.value,
            product: isVirtual ? nil : profile.hardware.model.value, serial: profile.identity.dmiSerial.value)
    }
}
