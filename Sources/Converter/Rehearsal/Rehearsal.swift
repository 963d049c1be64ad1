package import Adaptation
package import Estate

/// A start of a server's copy before its service stops: on overlays, on this machine, cut off from every network.
package struct Rehearsal: Sendable {
    /// What to start.
    package struct Request: Sendable {
        /// The images, in the server's disk order. They are only read.
        package var disks: [GuestDisk]
        /// What the overlays are adapted to, and the devices that they find; nil: left as they are, on plain devices.
        package var target: AdaptationTarget?
        package var firmware: Firmware
        package var network: RehearsedNetwork
        /// What the plan gives the VM.
        package var memoryMiB: Int
        package var limitSeconds: Int
        /// Nil: it starts alone.
        package var company: RehearsalCompany?
    }

    /// What adapting the overlays came to; nil where they were left as they are.
    package var adapted: ConversionTools.Adapted?
    /// How the start went; nil where a critical concern made it pointless.
    package var boot: BootTestReport?

    package init(adapted: ConversionTools.Adapted?, boot: BootTestReport?) {
        self.adapted = adapted
        self.boot = boot
    }
}
