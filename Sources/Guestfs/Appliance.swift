internal import Dispatch
internal import Glibc

/// Runs work in one appliance.
package enum Appliance {
    /// Launches an appliance with `drives`, hands it to `work`, and always shuts it down.
    ///
    /// `work` runs on a thread of its own, as every call of libguestfs blocks. When the task is cancelled or the limit
    /// passes, the appliance is ended and the call in progress fails.
    ///
    /// - Throws: ``GuestfsError``, or what `work` throws. Writes of `work` are on the drives when it returns normally.
    package static func run<Result: Sendable>(
        _ drives: [Drive], settings: ApplianceSettings = ApplianceSettings(),
        launched: @escaping @Sendable () -> Void = {},
        work: @escaping @Sendable (Session) throws -> Result
    ) async throws -> Result {
        let watchdog = Watchdog(seconds: settings.limitSeconds)
        defer { watchdog.stop() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue(label: "p2v.appliance").async {
                    continuation.resume(
                        with: Swift.Result {
                            try session(drives, settings, watchdog, launched, work)
                        })
                }
            }
        } onCancel: {
            watchdog.end(because: .cancelled)
        }
    }

    private static func session<Result>(
        _ drives: [Drive], _ settings: ApplianceSettings, _ watchdog: Watchdog, _ launched: () -> Void,
        _ work: (Session) throws -> Result
    ) throws -> Result {
        prepareEnvironment()
        do {
            let session = try Session(settings)
            for drive in drives { try session.add(drive) }
            try session.launch()
            watchdog.watch(process: session.process)
            launched()
            let result = try work(session)
            try session.finish()
            watchdog.stop()
            return result
        } catch {
            throw watchdog.explanation(of: error)
        }
    }

    /// libguestfs reads its backend from the environment alone.
    private static func prepareEnvironment() {
        var environment: [String: String] = [:]
        for name in ["LIBGUESTFS_BACKEND", "LIBGUESTFS_BACKEND_SETTINGS"] {
            if let value = unsafe getenv(name) { environment[name] = unsafe String(cString: value) }
        }
        for (name, value) in ApplianceSettings.additions(to: environment, kvmUsable: kvmIsAsked) {
            unsafe setenv(name, value, 0)
        }
    }

    /// KVM is used only where the operator says that it works, as a broken one hangs without an error.
    private static var kvmIsAsked: Bool { unsafe getenv("P2V_KVM").map { unsafe String(cString: $0) == "1" } ?? false }
}
