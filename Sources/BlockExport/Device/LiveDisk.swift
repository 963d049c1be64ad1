internal import Synchronization

/// The disk that is served, as of the last turn: its free space, and what was written since the turn before.
final class LiveDisk: Sendable {
    let device: BlockDevice
    private let wholeDevice: Bool
    private let trace: WriteTrace?
    private let state: Mutex<AllocationMap>

    init(_ device: BlockDevice, wholeDevice: Bool, trace: WriteTrace?) {
        self.device = device
        self.wholeDevice = wholeDevice
        self.trace = trace
        state = Mutex(wholeDevice ? .full(device.size) : Layout.allocation(of: device))
    }

    var map: AllocationMap { state.withLock { $0 } }

    /// Looks at the disk anew. Space that became free or used reads otherwise than before, so it counts as written.
    func turn() {
        let (old, new) = (map, wholeDevice ? .full(device.size) : Layout.allocation(of: device))
        state.withLock { $0 = new }
        trace?.turn(adding: new.differences(from: old))
    }

    /// What was written between the last two turns; nil when nobody knows.
    func written(in range: Range<UInt64>, limit: Int) -> [(range: Range<UInt64>, dirty: Bool)]? {
        trace?.extents(in: range, limit: limit)
    }
}
