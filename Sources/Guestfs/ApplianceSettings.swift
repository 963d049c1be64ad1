/// How the appliance runs. What the operator set in the environment is kept.
package struct ApplianceSettings: Sendable, Hashable {
    package var memoryMiB: Int
    /// Seconds after which the appliance is ended, launch included.
    package var limitSeconds: Int

    package init(memoryMiB: Int = 768, limitSeconds: Int = 1800) {
        self.memoryMiB = memoryMiB
        self.limitSeconds = limitSeconds
    }

    /// What to add to `environment` before libguestfs reads it.
    ///
    /// `direct` because libvirt's backend would start a daemon of its own and look for KVM. `force_tcg` when KVM cannot
    /// be used: a present but broken `/dev/kvm` makes the launch hang (libguestfs(3), "BACKEND SETTINGS").
    package static func additions(to environment: [String: String], kvmUsable: Bool) -> [String: String] {
        var additions: [String: String] = [:]
        if environment["LIBGUESTFS_BACKEND"] == nil { additions["LIBGUESTFS_BACKEND"] = "direct" }
        if environment["LIBGUESTFS_BACKEND_SETTINGS"] == nil, !kvmUsable {
            additions["LIBGUESTFS_BACKEND_SETTINGS"] = "force_tcg"
        }
        return additions
    }
}
