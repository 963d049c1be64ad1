internal import Estate
internal import Foundation
internal import Logging
internal import Scanner
internal import Shell
internal import Store

/// Watches scanned servers, and saves what gathers every few minutes and at the end.
struct WatchRun: Sendable {
    let workspace: Workspace
    let store: Store
    /// Seconds between two readings.
    let interval: Int
    /// Seconds to watch; nil until stopped.
    let duration: Int?
    let connection: @Sendable (SSHAddress) -> SSHConnection
    let progress: ProgressReport
    /// Seconds between two savings.
    private static let saving = 120

    func run(_ profiles: [ServerProfile]) async throws -> [ScanRun.Watched] {
        let watches = try profiles.map { profile in
            ServerWatch(
                profile, over: connection(try SSHAddress(profile.address)), interval: interval, clock: workspace.now)
        }
        await withTaskGroup(of: Void.self) { group in
            for watch in watches { group.addTask { await watch.run() } }
            await keepSaving(profiles, watches)
            group.cancelAll()
        }
        // Also when the operator has stopped us: a cancelled task may still save what it has.
        return try await Task { try await finish(profiles, watches) }.value
    }

    private func keepSaving(_ profiles: [ServerProfile], _ watches: [ServerWatch]) async {
        let began = ContinuousClock.now
        var saved = began
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            let now = ContinuousClock.now
            let seconds = (now - began) / .seconds(1)
            progress(
                StepProgress(
                    "Watching \(watches.count) servers, seconds", done: seconds, total: duration.map(Double.init),
                    unit: .items))
            if let duration, seconds >= Double(duration) { return }
            if now - saved > .seconds(Self.saving) {
                saved = now
                // What is not saved now is saved two minutes later, or fails the run at its end.
                do { try await save(profiles, watches) } catch {
                    workspace.log.warning("the watch is not saved yet: \(error)")
                }
            }
        }
    }

    private func save(_ profiles: [ServerProfile], _ watches: [ServerWatch]) async throws {
        for (profile, watch) in zip(profiles, watches) {
            if let series = await watch.take() { try await store.save(series, of: profile.name) }
        }
    }

    private func finish(_ profiles: [ServerProfile], _ watches: [ServerWatch]) async throws -> [ScanRun.Watched] {
        try await save(profiles, watches)
        var all: [ScanRun.Watched] = []
        for (profile, watch) in zip(profiles, watches) {
            try await store.save(await watch.profileWithConnections())
            let series = try await store.series(of: profile.name)
            all.append(
                ScanRun.Watched(
                    server: profile.name, readings: await watch.readings,
                    coverage: .of(series.reversed(), days: 28)))
        }
        return all
    }
}
