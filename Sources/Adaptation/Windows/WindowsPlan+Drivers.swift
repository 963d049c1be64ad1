internal import Estate
internal import Guestfs

extension WindowsPlan {
    /// What a disk driver answers to: PCI identities of the virtual hardware (virtio 1.0, "PCI device discovery":
    /// vendor 1AF4, devices 1001 and 1042 are disks, 1004 and 1048 SCSI hosts).
    private static let devices: [String: [String]] = [
        "viostor": ["VEN_1AF4&DEV_1001&SUBSYS_00021AF4&REV_00", "VEN_1AF4&DEV_1042&SUBSYS_11001AF4&REV_01"],
        "vioscsi": ["VEN_1AF4&DEV_1004&SUBSYS_00081AF4&REV_00", "VEN_1AF4&DEV_1048&SUBSYS_11001AF4&REV_01"],
    ]
    /// The class "SCSI adapters" (Windows driver kit, "System-defined device setup classes").
    private static let scsiClass = "{4D36E97B-E325-11CE-BFC1-08002BE10318}"
    private static let scsiClassBytes: [UInt8] = [
        0x7B, 0xE9, 0x36, 0x4D, 0x25, 0xE3, 0xCE, 0x11, 0xBF, 0xC1, 0x08, 0x00, 0x2B, 0xE1, 0x03, 0x18,
    ]
    /// Drivers that come with Windows, for SATA and IDE disks.
    private static let inbox = ["storahci", "msahci", "atapi", "intelide", "pciide", "disk"]

    /// Case 58: a driver that is not started at boot is stop code 7B.
    mutating func startDrivers() {
        guard facts.target == .kvm else { return startInbox() }
        let present = Self.devices.keys.sorted().filter { !(drivers[$0] ?? [:]).isEmpty }
        guard !present.isEmpty || facts.services["viostor"]?.start == 0 else {
            return concern(
                "no-virtio-drivers", .critical, "Windows has no driver for virtio disks",
                "it stops with code 0x7B on a virtio disk",
                "give a folder or ISO of drivers with --virtio-drivers, or use --target plain: SATA disks and an e1000 card"
            )
        }
        for driver in present { start(driver) }
        copyCards()
    }

    private mutating func start(_ driver: String) {
        let files = drivers[driver] ?? [:]
        guard let system = files["\(driver).sys"] else { return }
        copy(
            "windows-driver-files", [58], ["\(facts.root)/System32/drivers/\(driver).sys": system],
            found: "no \(driver).sys", why: "the disk's driver is loaded from there at boot")
        stage(driver, files)
        let key = service(driver)
        var edits = [
            edit(key, "Type", .number(1)), edit(key, "Start", .number(0)), edit(key, "ErrorControl", .number(1)),
            edit(key, "Group", .text("SCSI miniport")),
            edit(key, "ImagePath", .text("system32\\drivers\\\(driver).sys", expandable: true)),
            edit(key + ["Parameters"], "BusType", .number(10)),
            edit(key + ["Parameters", "PnpInterface"], "5", .number(1)),
        ]
        if facts.services[driver]?.hasStartOverride ?? false { edits.append(edit(key + ["StartOverride"], "", nil)) }
        let identities = Self.devices[driver] ?? []
        edits += facts.hasDriverDatabase ? database(driver, identities) : critical(driver, identities)
        set(
            "windows-boot-driver", [58], edits, path: "HKLM\\SYSTEM\\\(facts.controlSet)\\Services\\\(driver)",
            found: "no \(driver) that starts at boot", why: "Windows would stop with code 0x7B",
            writes:
                "\(driver) with Start=0, and its devices in the \(facts.hasDriverDatabase ? "DriverDatabase" : "CriticalDeviceDatabase")"
        )
    }

    /// Before Windows 8: devices that have a driver before any is installed.
    private func critical(_ driver: String, _ identities: [String]) -> [RegistryEdit] {
        identities.flatMap { identity in
            let key = [facts.controlSet, "Control", "CriticalDeviceDatabase", "PCI#\(identity)"]
            return [edit(key, "Service", .text(driver)), edit(key, "ClassGUID", .text(Self.scsiClass))]
        }
    }

    /// Since Windows 8: which driver package answers to a device.
    private func database(_ driver: String, _ identities: [String]) -> [RegistryEdit] {
        let file = "\(driver).inf"
        let package = "\(file)_\(facts.architecture)_p2v"
        let base = ["DriverDatabase", "DriverPackages", package]
        // A version block: class GUID in the middle, date and version zero, so that any real package is newer.
        let version =
            [0, 0xFF, UInt8(facts.architecture == "amd64" ? 9 : 0), 0, 0, 0, 0, 0] + Self.scsiClassBytes
            + [UInt8](repeating: 0, count: 24)
        return [
            edit(["DriverDatabase", "DriverInfFiles", file], "", .list([package])),
            edit(["DriverDatabase", "DriverInfFiles", file], "Active", .text(package)),
            edit(base, "", .text(file)), edit(base, "Version", .binary(version)),
            edit(base + ["Configurations", "p2v_inst"], "Service", .text(driver)),
            edit(base + ["Configurations", "p2v_inst"], "ConfigFlags", .number(0)),
        ]
            + identities.flatMap { identity in
                [
                    edit(["DriverDatabase", "DeviceIds", "PCI", identity], file, .binary([1, 0xFF, 0, 0])),
                    edit(base + ["Descriptors", "PCI", identity], "Configuration", .text("p2v_inst")),
                ]
            }
    }

    /// Card drivers are installed by Windows itself, from a folder that it searches.
    private mutating func copyCards() {
        let files = drivers["netkvm"] ?? [:]
        guard !files.isEmpty else {
            return concern(
                "no-network-driver", .warning, "no NetKVM driver was given", "the guest has no network",
                "give it with --virtio-drivers, or define the VM with an e1000 card")
        }
        stage("netkvm", files)
    }

    private mutating func stage(_ driver: String, _ files: [String: String]) {
        copy(
            "windows-driver-package", [58],
            Dictionary(uniqueKeysWithValues: files.map { ("/p2v/drivers/\(driver)/\($0.key)", $0.value) }),
            found: "no driver package \(driver)", why: "Windows installs the driver from it at its first start")
    }

    /// Case 58: SATA and IDE disks: Windows disables the drivers that it did not need at its last start.
    private mutating func startInbox() {
        for driver in Self.inbox {
            guard let found = facts.services[driver], found.start != 0 || found.hasStartOverride else { continue }
            var edits = [edit(service(driver), "Start", .number(0))]
            if found.hasStartOverride { edits.append(edit(service(driver) + ["StartOverride"], "", nil)) }
            set(
                "windows-boot-driver", [58], edits, path: "HKLM\\SYSTEM\\\(facts.controlSet)\\Services\\\(driver)",
                found: "\(driver) does not start at boot",
                why: "Windows would stop with code 0x7B on a SATA or IDE disk",
                writes: "Start=0 without StartOverride")
        }
    }
}
