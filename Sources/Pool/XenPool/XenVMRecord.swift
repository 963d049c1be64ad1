internal import Estate
internal import XenAPI

/// The full record of a new VM: XAPI takes no part of one. Always HVM, since PV guests are gone from XCP-ng 8.3; no
/// PVH either, whose kernel would have to lie on the hosts.
enum XenVMRecord {
    /// While a VM is built nobody else may start it.
    static let blocked: [String: String] = [
        "start": "p2v is still building it", "start_on": "p2v is still building it",
    ]

    /// - Parameter affinity: the reference of the host that it belongs to.
    static func value(_ definition: MachineDefinition, affinity: String) -> JSONValue {
        let memory = Int64(definition.memoryMiB) << 20
        let vcpus = Int64(definition.vcpus)
        let uefi = definition.firmware == .uefi
        return [
            "name_label": .string(definition.name), "name_description": .string(description(definition.origin)),
            "user_version": 1, "is_a_template": false, "affinity": .string(affinity),
            // Fixed memory: what the physical server's sizing said, without ballooning.
            "memory_target": .integer(memory), "memory_static_max": .integer(memory),
            "memory_dynamic_max": .integer(memory), "memory_dynamic_min": .integer(memory),
            "memory_static_min": .integer(memory),
            "VCPUs_params": [:], "VCPUs_max": .integer(vcpus), "VCPUs_at_startup": .integer(vcpus),
            "actions_after_shutdown": "destroy", "actions_after_reboot": "restart", "actions_after_crash": "restart",
            "PV_bootloader": "", "PV_kernel": "", "PV_ramdisk": "", "PV_args": "", "PV_bootloader_args": "",
            "PV_legacy_args": "", "HVM_boot_policy": "BIOS order",
            "HVM_boot_params": ["order": "c", "firmware": uefi ? "uefi" : "bios"], "HVM_shadow_multiplier": 1.0,
            "platform": platform(uefi: uefi, windows: definition.family == .windows), "PCI_bus": "",
            "other_config": .init(map: notes(definition)),
            "recommendations": "", "xenstore_data": [:], "ha_always_run": false, "ha_restart_priority": "",
            "tags": ["p2v"], "blocked_operations": .init(map: blocked), "start_delay": 0, "shutdown_delay": 0,
            "order": 0, "suspend_SR": .string(XenAPI.null), "version": 0, "generation_id": "0:0",
            "hardware_platform_version": 0, "domain_type": "hvm",
        ]
    }

    /// Viridian is what Windows expects of a hypervisor; Linux guests are quicker without.
    private static func platform(uefi: Bool, windows: Bool) -> JSONValue {
        [
            "acpi": "1", "apic": "true", "pae": "true", "nx": "true", "hpet": "true",
            "viridian": .string(windows ? "true" : "false"),
            "vga": "std", "videoram": "8", "secureboot": "false",
            "device-model": .string(uefi ? "qemu-upstream-uefi" : "qemu-upstream-compat"),
        ]
    }

    private static func notes(_ definition: MachineDefinition) -> [String: String] {
        var notes = ["p2v-uuid": definition.uuid.lowercased(), "base_template_name": "p2v"]
        notes["p2v-server"] = definition.origin?.server
        notes["p2v-plan"] = definition.origin?.plan
        return notes
    }

    private static func description(_ origin: MachineDefinition.Origin?) -> String {
        origin.map { "converted from \($0.server) by p2v (\($0.plan))" } ?? "made by p2v"
    }

    /// - Parameters:
    ///   - number: its place: 0 is xvda.
    static func disk(_ disk: MachineDefinition.Disk, _ number: Int, vm: String, vdi: String) -> JSONValue {
        [
            "VM": .string(vm), "VDI": .string(vdi), "userdevice": .string(String(number)),
            "bootable": .bool(number == 0), "mode": disk.readOnly ? "RO" : "RW", "type": "Disk",
            "unpluggable": false, "empty": false, "other_config": [:], "qos_algorithm_type": "",
            "qos_algorithm_params": [:],
        ]
    }

    static func interface(
        _ interface: MachineDefinition.Interface, _ number: Int, vm: String, network: XenRecord
    ) -> JSONValue {
        [
            "device": .string(String(number)), "network": .string(network.ref), "VM": .string(vm),
            "MAC": .string(interface.mac.lowercased()), "MTU": .integer(network["MTU"].int ?? 1500),
            "other_config": [:], "qos_algorithm_type": "", "qos_algorithm_params": [:],
            "locking_mode": "network_default",
        ]
    }
}
