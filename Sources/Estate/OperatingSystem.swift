/// The operating system of a server.
public struct OperatingSystem: Sendable, Hashable, Codable {
    /// `debian`, `rhel`, `sles`, …; `os-release`'s ID or what older files say.
    public var family: Observed<String>
    public var version: Observed<String>
    public var prettyName: Observed<String>
    public var architecture: Observed<String>
    public var kernel: Observed<String>
    public var uptimeSeconds: Observed<Double>
    /// `utc` or `local`: what the hardware clock keeps.
    public var clock: Observed<String>
    /// Seconds that the server's clock is ahead of ours.
    public var clockSkewSeconds: Observed<Double>
    public var timeZone: Observed<String>
    /// Names of agents found: hardware monitors, hypervisor tools, backup clients.
    public var agents: Observed<[String]>

    public init(
        family: Observed<String>, version: Observed<String>, prettyName: Observed<String>,
        architecture: Observed<String>, kernel: Observed<String>, uptimeSeconds: Observed<Double>,
        clock: Observed<String>, clockSkewSeconds: Observed<Double>, timeZone: Observed<String>,
        agents: Observed<[String]>
    ) {
        self.family = family
        self.version = version
        self.prettyName = prettyName
        self.architecture = architecture
        self.kernel = kernel
        self.uptimeSeconds = uptimeSeconds
        self.clock = clock
        self.clockSkewSeconds = clockSkewSeconds
        self.timeZone = timeZone
        self.agents = agents
    }
}

/// How a server starts.
public struct Boot: Sendable, Hashable, Codable {
    public var firmware: Observed<Firmware>
    public var secureBoot: Observed<Bool>
    /// `grub2`, `grub-legacy`, `systemd-boot`, `extlinux`, `lilo`.
    public var loader: Observed<String>
    public var kernelCommandLine: Observed<String>
    public var kernels: Observed<[Kernel]>
    /// `initramfs-tools`, `dracut`, `mkinitrd`, `mkinitcpio`.
    public var initramfsTool: Observed<String>
    /// The tool's choice of modules: `most`, `dep`, `hostonly`, `no-hostonly`.
    public var initramfsModules: Observed<String>
    /// `efibootmgr -v`, as printed.
    public var efiEntries: Observed<[String]>
    /// Settings that choose a resume device, each as `file: line`.
    public var resumeSettings: [String]?
    /// `/etc/default/grub`: variable → value.
    public var grubDefaults: [String: String]?

    public init(
        firmware: Observed<Firmware>, secureBoot: Observed<Bool>, loader: Observed<String>,
        kernelCommandLine: Observed<String>, kernels: Observed<[Kernel]>, initramfsTool: Observed<String>,
        initramfsModules: Observed<String>, efiEntries: Observed<[String]>, resumeSettings: [String]? = nil,
        grubDefaults: [String: String]? = nil
    ) {
        self.firmware = firmware
        self.secureBoot = secureBoot
        self.loader = loader
        self.kernelCommandLine = kernelCommandLine
        self.kernels = kernels
        self.initramfsTool = initramfsTool
        self.initramfsModules = initramfsModules
        self.efiEntries = efiEntries
        self.resumeSettings = resumeSettings
        self.grubDefaults = grubDefaults
    }
}

public enum Firmware: String, Sendable, Hashable, Codable {
    case bios, uefi
}

/// An installed kernel.
public struct Kernel: Sendable, Hashable, Codable {
    /// `6.1.0-56-amd64`.
    public var version: String
    /// The kernel has virtio block and network drivers, built in or as modules.
    public var hasVirtio: Bool

    public init(version: String, hasVirtio: Bool) {
        self.version = version
        self.hasVirtio = hasVirtio
    }
}
