/// `Windows\System32\config\SOFTWARE`: which Windows it is.
struct SoftwareHive {
    let registry: any Registry
    private let version = "Microsoft\\Windows NT\\CurrentVersion"

    init(_ registry: any Registry) {
        self.registry = registry
    }

    private var buildNumber: String? {
        registry.text("CurrentBuildNumber", at: version) ?? registry.text("CurrentBuild", at: version)
    }

    /// `Windows Server 2019 Standard`. Windows 11 still calls itself 10 here; its builds begin at 22000.
    var name: String? {
        guard let name = registry.text("ProductName", at: version) else { return nil }
        let isEleven = installation?.lowercased() == "client" && (buildNumber.flatMap { Int($0) } ?? 0) >= 22_000
        let plain = isEleven ? name.replacing("Windows 10", with: "Windows 11") : name
        return [plain, registry.text("CSDVersion", at: version)].compactMap { $0 }.joined(separator: " ")
    }

    /// `6.1`, `10.0`.
    var release: String? {
        if let major = registry.number("CurrentMajorVersionNumber", at: version) {
            return "\(major).\(registry.number("CurrentMinorVersionNumber", at: version) ?? 0)"
        }
        return registry.text("CurrentVersion", at: version)
    }

    /// `10.0.17763.737`.
    var build: String? {
        guard let release, let buildNumber else { return release }
        return "\(release).\(buildNumber)" + (registry.number("UBR", at: version).map { ".\($0)" } ?? "")
    }

    var edition: String? { registry.text("EditionID", at: version) }
    var installation: String? { registry.text("InstallationType", at: version) }
    var machineID: String? { registry.text("MachineGuid", at: "Microsoft\\Cryptography") }
}
