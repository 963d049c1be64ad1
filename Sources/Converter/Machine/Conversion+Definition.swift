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
            system: MachineDefinition.System(
                manufacturer: profile.hardware.vendor.value, product: profile.hardware.model.value,
                serial: profile.identity.dmiSerial.value),
            origin: machine.origin)
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
        for (place, bytes) in zip(disks.indices, needs.sectorBytes) { disks[place].sectorBytes = bytes }
    }
}
