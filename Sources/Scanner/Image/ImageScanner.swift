package import Estate
internal import Guestfs

/// Profiles a Windows that is switched off, from its disks, read-only: registry, file systems and boot files.
///
/// ```
/// images ─Guestfs→ volumes, hives, heads of files     effect: one appliance
/// hives  ─SystemHive, SoftwareHive→ facts             pure
/// facts  ─ConcernRule…→ concerns                      pure
/// ```
package struct ImageScanner: Sendable {
    /// Seconds for the whole scan, the appliance's start included.
    package var limitSeconds: Int

    package init(limitSeconds: Int = 900) {
        self.limitSeconds = limitSeconds
    }

    /// - Parameters:
    ///   - name: the server's name; nil for the computer name in the registry.
    ///   - now: the time of the scan.
    /// - Throws: ``Failure`` when the appliance cannot start, or the disks hold no Windows.
    package func scan(
        _ disks: [ImageDisk], name: String? = nil, now: Moment, progress: @escaping ProgressReport = { _ in }
    ) async throws -> ServerProfile {
        let title = disks.map(\.path).joined(separator: ", ")
        do {
            progress(StepProgress("Starting the appliance", done: 0, total: nil, unit: .items))
            return try await Appliance.run(
                disks.map(\.drive), settings: ApplianceSettings(limitSeconds: limitSeconds)
            ) { session in
                progress(StepProgress("Reading the registry", done: 0, total: nil, unit: .items))
                var profile = try WindowsProfile(session: session, disks: disks, now: now).profile()
                if let name { profile.name = name }
                profile.concerns = ConcernRule.concerns(of: profile)
                return profile
            }
        } catch let error as GuestfsError {
            throw Failure(
                "scan the image", on: title, because: error.description,
                next: "check the path and --format; libguestfs-test-tool checks the appliance")
        }
    }
}
