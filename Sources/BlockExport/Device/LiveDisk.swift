internal import Synchronization

/// The disk that is served, as of the last turn: its free space, and what was written since the turn before.
final class LiveDisk: Sendable {
    let device: BlockDevice
    private let wholeDevice: Bool
    private let trace: WriteTrace?
    private let state: Mutex<Survey>

    init(_ device: BlockDevice, wholeDevice: Bool, trace: WriteTrace?) {
        self.device = device
        self.wholeDevice = wholeDevice
        self.trace = trace
        state = Mutex(Self.survey(device, wholeDevice))
    }

    private static func survey(_ device: BlockDevice, _ wholeDevice: Bool) -> Survey {
        wholeDevice ? .full(device.size) : FreeSurvey(of: device).result()
    }

    var survey: Survey { state.withLock { $0 } }
    var map: AllocationMap { survey.map }

    /// Looks at the disk anew. Space that became free or used reads otherwise than before, so it counts as written.
    func turn() {
        let (old, new) = (survey, Self.survey(device, wholeDevice))
        state.withLock { $0 = new }
        trace?.turn(adding: new.map.differences(from: old.map))
    }

    /// What was written between the last two turns; nil when nobody knows.
    func written(in range: Range<UInt64>, limit: Int) -> [(range: Range<UInt64>, dirty: Bool)]? {
        trace?.extents(in: range, limit: limit)
    }
}
