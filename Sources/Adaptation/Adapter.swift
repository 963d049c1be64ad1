package import Estate
internal import Guestfs
internal import Synchronization

/// Makes copied disks boot as a guest, and undoes it.
package struct Adapter: Sendable {
    package var target: AdaptationTarget
    /// Passphrases to try on encrypted partitions.
    package var keys: [String]
    /// How drivers get into an initramfs.
    package var method: InitramfsMethod
    /// Drivers for Windows; nil when the operator gave none.
    package var drivers: WindowsDrivers?
    /// Memory that the virtual machine will have, in MiB; nil where it is not known.
    package var memoryMiB: Int?
    /// Seconds until the appliance is ended.
    package var limitSeconds: Int

    package init(
        target: AdaptationTarget = .kvm, keys: [String] = [], method: InitramfsMethod = .append,
        drivers: WindowsDrivers? = nil, memoryMiB: Int? = nil, limitSeconds: Int = 1800
    ) {
        self.target = target
        self.keys = keys
        self.method = method
        self.drivers = drivers
        self.memoryMiB = memoryMiB
        self.limitSeconds = limitSeconds
    }

    /// Adapts the images of one server, in one launch of the appliance.
    ///
    /// - Parameters:
    ///   - disks: every disk of the server, in the order of the scan.
    ///   - profile: the scan; without it, names by path and the cards' old names stay unknown.
    ///   - dryRun: decides and reports, and writes to an overlay that is thrown away.
    /// - Throws: ``Failure``, `refused` when nothing was changed, `unproved` when a second look finds work left.
    package func adapt(
        disks: [GuestDisk], profile: ServerProfile? = nil, dryRun: Bool = false,
        report: @escaping ProgressReport = { _ in }
    ) async throws -> AdaptationReport {
        let run = AdaptationRun(
            target: target, disks: disks, keys: keys, profile: profile, dryRun: dryRun, method: method,
            drivers: drivers, memoryMiB: memoryMiB, report: report)
        return try await inAppliance(disks, readOnly: dryRun, report) { session, launch in
            try run.perform(in: session, launch: launch)
        } closing: { result, seconds in
            result.seconds["close"] = seconds
        }
    }

    /// Launches the appliance at once, on disks that show nothing yet, and adapts when it is told that they do.
    ///
    /// - Parameters:
    ///   - order: given when the disks show the copies.
    ///   - ready: called when the appliance stands by, on its own thread.
    /// - Throws: as ``adapt(disks:profile:dryRun:report:)``; ``StandbyUnfit`` when the
    ///   appliance could not be launched, has ended meanwhile or cannot read the disks anew.
    package func adapt(
        disks: [GuestDisk], profile: ServerProfile?, on order: StandbyOrder, ready: @escaping @Sendable () -> Void,
        report: @escaping ProgressReport = { _ in }
    ) async throws -> AdaptationReport {
        let run = AdaptationRun(
            target: target, disks: disks, keys: keys, profile: profile, dryRun: false, method: method,
            drivers: drivers, memoryMiB: memoryMiB, report: report)
        let hasBegun = Mutex(false)
        do {
            return try await inAppliance(disks, readOnly: false, report) { session, _ in
                // Its programs are read and translated now, and not in the outage.
                _ = try session.fileSystems()
                ready()
                try order.wait()
                let clock = Stopwatch()
                try session.readDrivesAnew()
                hasBegun.withLock { $0 = true }
                return try run.perform(in: session, launch: clock.seconds)
            } closing: { result, seconds in
                result.seconds["close"] = seconds
            }
        } catch let failure as Failure where !hasBegun.withLock({ $0 }) {
            throw StandbyUnfit(because: failure.because)
        }
    }

    /// Restores every file as it was copied, byte for byte.
    ///
    /// - Returns: the paths that were restored or removed; empty when no adaptation was found.
    package func undo(
        disks: [GuestDisk], profile: ServerProfile? = nil, report: @escaping ProgressReport = { _ in }
    ) async throws -> [String] {
        let (target, keys) = (target, keys)
        return try await inAppliance(disks, readOnly: false, report) { session, _ in
            let collector = FactCollector(session: session, target: target, disks: disks, keys: keys, profile: profile)
            let volumes = try collector.openedVolumes()
            let windows = WindowsCollector(session: session, target: target, guest: disks.name)
            let isWindows = try windows.collect(volumes) != nil
            if !isWindows { _ = try collector.collect(volumes) }
            report(StepProgress("Restoring the originals", done: 0, total: nil, unit: .items))
            let path = isWindows ? WindowsRun.recordPath : Adaptation.recordPath
            return try Undoer(Applier(session: session, guest: disks.name, recordPath: path)).undo()
        }
    }

    private func inAppliance<Result: Sendable>(
        _ disks: [GuestDisk], readOnly: Bool, _ report: @escaping ProgressReport,
        work: @escaping @Sendable (Session, Double) throws -> Result,
        closing: (inout Result, Double) -> Void = { _, _ in }
    ) async throws -> Result {
        report(StepProgress("Starting the appliance", done: 0, total: nil, unit: .items))
        let clock = Stopwatch()
        let ended = Ending()
        do {
            var result = try await Appliance.run(
                disks.map { $0.drive(readOnly: readOnly) }, settings: ApplianceSettings(limitSeconds: limitSeconds)
            ) { session in
                let result = try work(session, clock.seconds)
                ended.mark(clock.seconds)
                return result
            }
            closing(&result, clock.seconds - ended.seconds)
            return result
        } catch let error as GuestfsError {
            throw Failure(
                "adapt the guest", on: disks.name, because: error.description,
                next:
                    "run with LIBGUESTFS_DEBUG=1 for the appliance's own words; libguestfs-test-tool checks the appliance"
            )
        }
    }
}

extension [GuestDisk] {
    var name: String { map(\.name).joined(separator: ", ") }
}
