public import Estate

/// What an adaptation found, decided and did.
public struct AdaptationReport: Sendable, Hashable, Codable {
    public static let format = "p2v-adaptation/1"

    public var format = Self.format
    public var target: AdaptationTarget
    /// Nothing was written.
    public var dryRun: Bool
    /// `Debian GNU/Linux 12 (bookworm)`, as the guest says.
    public var system: String
    /// The root file system, as the appliance names it, and its UUID where it has one.
    public var root: String
    public var firmware: Firmware
    public var changes: [Change]
    /// Changes that did not apply, each with the reason.
    public var passed: [PassedOver]
    public var concerns: [Concern]
    public var kernels: [KernelReport]
    /// What the virtual machine must be like.
    public var machine: MachineNeeds
    /// How drivers get into an initramfs.
    public var initramfs: InitramfsMethod
    /// Wall time by phase, in seconds: `launch`, `inspect`, `decide`, `apply`, `check`, `close`.
    public var seconds: [String: Double]
    /// Launches of the appliance.
    public var launches: Int

    /// True when there was nothing to do.
    public var isUnchanged: Bool { changes.isEmpty }
}

/// Something that was looked for and needs nothing, with the reason.
public struct PassedOver: Sendable, Hashable, Codable {
    public var id: String
    /// Numbers of the conversion cases that it belongs to.
    public var cases: [Int]
    public var because: String
}

/// How a kernel of the guest gets its drivers.
public struct KernelReport: Sendable, Hashable, Codable {
    public var version: String
    public var initramfs: String?
    /// `appended`, `prepended`, `rebuilt`, `built in`, `none`, or `missing`: it lacks the drivers.
    public var drivers: String
}
