/// The operating system of a server.
package struct OperatingSystem: Sendable, Hashable, Codable {
    /// `debian`, `rhel`, `sles`, …; `os-release`'s ID or what older files say.
    package var family: Observed<String>
    package var version: Observed<String>
    package var prettyName: Observed<String>
    package var architecture: Observed<String>
    package var kernel: Observed<String>
    package var uptimeSeconds: Observed<Double>
    /// `utc` or `local`: what the hardware clock keeps.
    package var clock: Observed<String>
    /// Seconds that the server's clock is ahead of ours.
    package var clockSkewSeconds: Observed<Double>
    package var timeZone: Observed<String>
    /// Names of agents found: hardware monitors, hypervisor tools, backup clients.
    package var agents: Observed<[String]>

    package init(
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
package struct Boot: Sendable, Hashable, Codable {
    package var firmware: Observed<Firmware>
    package var secureBoot: Observed<Bool>
    /// `grub2`, `grub-legacy`, `systemd-boot`, `extlinux`, `lilo`.
    package var loader: Observed<String>
    package var kernelCommandLine: Observed<String>
    package var kernels: Observed<[Kernel]>
    /// `initramfs-tools`, `dracut`, `mkinitrd`, `mkinitcpio`.
    package var initramfsTool: Observed<String>
    /// The tool's choice of modules: `most`, `dep`, `hostonly`, `no-hostonly`.
    package var initramfsModules: Observed<String>
    /// `efibootmgr -v`, as printed.
    package var efiEntries: Observed<[String]>
    /// Settings that choose a resume device, each as `file: line`.
    package var resumeSettings: [String]?
    /// `/etc/default/grub`: variable → value.
    package var grubDefaults: [String: String]?

    package init(
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

package enum Firmware: String, Sendable, Hashable, Codable {
    case bios, uefi
}

/// An installed kernel.
package struct Kernel: Sendable, Hashable, Codable {
    /// `6.1.0-56-amd64`.
    package var version: String
    /// The kernel has virtio block and network drivers, built in or as modules.
    package var hasVirtio: Bool

    package init(version: String, hasVirtio: Bool) {
        self.version = version
        self.hasVirtio = hasVirtio
    }
}
