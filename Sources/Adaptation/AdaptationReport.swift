package import Estate

/// What an adaptation found, decided and did.
package struct AdaptationReport: Sendable, Hashable, Codable {
    package static let format = "p2v-adaptation/1"

    package var format = Self.format
    package var target: AdaptationTarget
    /// Nothing was written.
    package var dryRun: Bool
    /// `Debian GNU/Linux 12 (bookworm)`, as the guest says.
    package var system: String
    /// The root file system, as the appliance names it, and its UUID where it has one.
    package var root: String
    package var firmware: Firmware
    package var changes: [Change]
    /// Changes that did not apply, each with the reason.
    package var passed: [PassedOver]
    package var concerns: [Concern]
    package var kernels: [KernelReport]
    /// What starts the guest, link by link; nil for a copy that is not looked at, and for Windows.
    package var bootChain: BootChain?
    /// What the virtual machine must be like.
    package var machine: MachineNeeds
    /// How drivers get into an initramfs.
    package var initramfs: InitramfsMethod
    /// Wall time by phase, in seconds: `launch`, `inspect`, `decide`, `apply`, `check`, `close`.
    package var seconds: [String: Double]
    /// Launches of the appliance.
    package var launches: Int

    /// True when there was nothing to do.
    package var isUnchanged: Bool { changes.isEmpty }
}

/// Something that was looked for and needs nothing, with the reason.
package struct PassedOver: Sendable, Hashable, Codable {
    package var id: String
    /// Numbers of the conversion cases that it belongs to.
    package var cases: [Int]
    package var because: String
}

/// How a kernel of the guest gets its drivers.
package struct KernelReport: Sendable, Hashable, Codable {
    package var version: String
    package var initramfs: String?
    /// `appended`, `prepended`, `rebuilt`, `built in`, `none`, or `missing`: it lacks the drivers.
    package var drivers: String
}
