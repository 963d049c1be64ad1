package import Adaptation
package import DiskCopying
package import Estate
package import ImageStores

/// What the steps reach the world with, apart from the pool and the source: injected, so that tests need none of it.
package struct ConversionTools: Sendable {
    /// Opens a disk of the source, and says why the server's own `dd` has to read it, where it has to.
    package var openDisk: @Sendable (_ device: String) async throws -> (source: any DiskSource, reasonForDD: String?)
    /// The files of an SR, by its URL as the journal remembers it.
    package var openStore: @Sendable (_ url: String) async throws -> any ImageStore
    /// Makes the copy boot on the target's virtual hardware.
    package var adapt: @Sendable (_ disks: [GuestDisk], _ target: AdaptationTarget) async throws -> Adapted
    /// Says what the adaptation would do and what stands against it; writes nothing.
    package var judge: @Sendable (_ disks: [GuestDisk], _ target: AdaptationTarget) async throws -> Adapted
    /// Launches an appliance that adapts the copies later.
    package var standBy: @Sendable (_ request: StandbyRequest) async throws -> any StandingAdaptation
    /// Adapts overlays of the copies and starts them.
    package var rehearse: @Sendable (_ request: Rehearsal.Request) async throws -> Rehearsal
    /// Where a rehearsal keeps what the console said.
    package var consoleFile: String
    /// Holds the disk's file systems still; nil where that is not possible.
    package var hold: @Sendable (_ device: String) -> CopySession.Hold?
    /// Waits until a probe is answered, and says after how many seconds.
    package var answer: @Sendable (_ probe: String, _ seconds: Double) async throws -> Double
    package var now: @Sendable () -> Moment
    /// Seconds on a monotonic clock.
    package var seconds: @Sendable () -> Double
    package var sleep: @Sendable (_ seconds: Double) async throws -> Void
    /// A new UUID, in lower case.
    package var newUUID: @Sendable () -> String

    package init(
        openDisk: @escaping @Sendable (String) async throws -> (source: any DiskSource, reasonForDD: String?),
        openStore: @escaping @Sendable (String) async throws -> any ImageStore,
        adapt: @escaping @Sendable ([GuestDisk], AdaptationTarget) async throws -> Adapted,
        judge: @escaping @Sendable ([GuestDisk], AdaptationTarget) async throws -> Adapted,
        standBy: @escaping @Sendable (StandbyRequest) async throws -> any StandingAdaptation,
        rehearse: @escaping @Sendable (Rehearsal.Request) async throws -> Rehearsal, consoleFile: String,
        hold: @escaping @Sendable (String) -> CopySession.Hold?,
        answer: @escaping @Sendable (String, Double) async throws -> Double, now: @escaping @Sendable () -> Moment,
        seconds: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Double) async throws -> Void,
        newUUID: @escaping @Sendable () -> String
    ) {
        self.openDisk = openDisk
        self.openStore = openStore
        self.adapt = adapt
        self.judge = judge
        self.standBy = standBy
        self.rehearse = rehearse
        self.consoleFile = consoleFile
        self.hold = hold
        self.answer = answer
        self.now = now
        self.seconds = seconds
        self.sleep = sleep
        self.newUUID = newUUID
    }

    /// What an adaptation came to.
    package struct Adapted: Sendable {
        package var system: String
        package var changes: Int
        package var concerns: [Concern]
        /// What the VM must be like; nil where nothing was looked at.
        package var machine: MachineNeeds?

        package init(system: String, changes: Int, concerns: [Concern], machine: MachineNeeds? = nil) {
            self.system = system
            self.changes = changes
            self.concerns = concerns
            self.machine = machine
        }

        package init(_ report: AdaptationReport) {
            self.init(
                system: report.system, changes: report.changes.count, concerns: report.concerns,
                machine: report.machine)
        }
    }
}
