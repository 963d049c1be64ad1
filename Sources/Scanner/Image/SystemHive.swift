internal import Estate

/// `Windows\System32\config\SYSTEM`: what starts, what it starts on, and how it is connected.
struct SystemHive {
    let registry: any Registry
    /// The control set that starts next: `ControlSet001`.
    let controlSet: String

    init(_ registry: any Registry) {
        self.registry = registry
        let number = registry.number("Current", at: "Select") ?? registry.number("Default", at: "Select") ?? 1
        let text = String(number)
        controlSet = "ControlSet" + String(repeating: "0", count: max(0, 3 - text.count)) + text
    }

    private func path(_ below: String) -> String { controlSet + "\\" + below }

    var computerName: String? {
        registry.text("ComputerName", at: path("Control\\ComputerName\\ComputerName"))
            ?? registry.text("Hostname", at: path("Services\\Tcpip\\Parameters"))
    }

    var vendor: String? { registry.text("SystemManufacturer", at: path("Control\\SystemInformation")) }
    var model: String? { registry.text("SystemProductName", at: path("Control\\SystemInformation")) }

    /// `x86_64`, `i686`, `aarch64`.
    var architecture: String? {
        let known = ["AMD64": "x86_64", "X86": "i686", "ARM64": "aarch64"]
        return registry.text("PROCESSOR_ARCHITECTURE", at: path("Control\\Session Manager\\Environment"))
            .flatMap { known[$0.uppercased()] }
    }

    var role: WindowsFacts.Role? {
        let known: [String: WindowsFacts.Role] = ["WINNT": .client, "SERVERNT": .server, "LANMANNT": .domainController]
        return registry.text("ProductType", at: path("Control\\ProductOptions")).flatMap { known[$0.uppercased()] }
    }

    /// Windows keeps local time in the hardware clock unless it is told otherwise.
    var clock: String {
        registry.number("RealTimeIsUniversal", at: path("Control\\TimeZoneInformation")) == 1 ? "utc" : "local"
    }

    var timeZone: String? { registry.text("TimeZoneKeyName", at: path("Control\\TimeZoneInformation")) }

    /// Windows 8 and later have it on unless it was switched off.
    var fastStartup: Bool {
        registry.number("HiberbootEnabled", at: path("Control\\Session Manager\\Power")) == 1
    }

    /// Each logical processor is a device of ACPI with the model's name.
    var processors: (model: String, threads: Int)? {
        for name in registry.names(below: path("Enum\\ACPI")) {
            guard ["genuineintel", "authenticamd"].contains(where: name.lowercased().hasPrefix) else { continue }
            let instances = registry.names(below: path("Enum\\ACPI\\\(name)"))
            guard let first = instances.first else { continue }
            return (registry.text("FriendlyName", at: path("Enum\\ACPI\\\(name)\\\(first)")) ?? name, instances.count)
        }
        return nil
    }

    /// Drivers and services; `Type` 1 and 2 are drivers ([MS-SCMR] 2.2.15).
    var services: [WindowsFacts.Service] {
        let starts: [WindowsFacts.Service.Start] = [.boot, .system, .automatic, .manual, .disabled]
        return registry.names(below: path("Services")).compactMap { name in
            let key = path("Services\\\(name)")
            guard let type = registry.number("Type", at: key), let start = registry.number("Start", at: key),
                start < starts.count
            else { return nil }
            return WindowsFacts.Service(
                name: name, isDriver: type & 0xF != 0 && type & 0xF < 4, start: starts[Int(start)],
                image: registry.text("ImagePath", at: key), group: registry.text("Group", at: key))
        }
    }

    /// `\DosDevices\C:` → hexadecimal.
    var driveLetters: [String: String] {
        var letters: [String: String] = [:]
        for name in registry.values(of: "MountedDevices") where name.hasPrefix("\\DosDevices\\") {
            let bytes = registry.value(name, at: "MountedDevices")?.bytes.prefix(64) ?? []
            letters[String(name.dropFirst(12))] = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        return letters
    }

    /// Filters of disks, volumes, DVD drives and network cards: left over from hardware, they stop a boot.
    var filters: [String] {
        let classes = [
            "{4d36e967-e325-11ce-bfc1-08002be10318}", "{71a27cdd-812a-11d0-bec7-08002be2092f}",
            "{4d36e965-e325-11ce-bfc1-08002be10318}", "{4d36e972-e325-11ce-bfc1-08002be10318}",
        ]
        return classes.flatMap { name in
            ["Upper", "Lower"].flatMap { side in
                registry.list(side + "Filters", at: path("Control\\Class\\\(name)")).map {
                    "\(name) \(side.lowercased()) \($0)"
                }
            }
        }
    }
}
