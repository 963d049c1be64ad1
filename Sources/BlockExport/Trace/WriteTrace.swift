internal import CLinux
internal import Glibc
internal import Synchronization

/// Watches which parts of a disk are written, by the kernel's block tracing.
///
/// ```
/// kernel ─ one buffer a processor ─→ drain, every 50 ms ─→ map of this epoch ─ turn ─→ map of the last epoch
/// ```
/// Each buffer is read on its own processor: the kernel fills a record with interrupts off there, so none is seen half
/// written. An event that the kernel dropped, or a stream that makes no sense, marks the epoch as broken: then nobody
/// knows what was written in it. A guard process ends the tracing when this one is killed.
final class WriteTrace: Sendable {
    private struct State {
        var files: [Int32]
        var records: [TraceRecords]
        var current: DirtyMap
        var last: DirtyMap
        var broken = false
        var lastIsBroken = true
        var dropped: UInt64 = 0
    }

    private let state: Mutex<State>
    private let folder: String
    /// Bytes from the start of the traced disk to the start of the device.
    private let offset: UInt64
    private static let debugfs = "/sys/kernel/debug"

    /// Call it before there are threads.
    ///
    /// - Throws: why this device cannot be traced.
    init(_ device: BlockDevice) throws(ExportError) {
        guard device.isBlockDevice else { throw ExportError("only block devices are traced") }
        let descriptor = open(device.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open \(device.path)") }
        if access("\(Self.debugfs)/block", F_OK) != 0 {
            try Self.check(clinux_private_debugfs(Self.debugfs), "mount debugfs")
        }
        var name = [CChar](repeating: 0, count: 33)
        try Self.check(clinux_trace_start(descriptor, &name, 256 << 10, 4), "trace \(device.path)")
        let guardian = clinux_trace_guard(descriptor)
        guard guardian >= 0 else {
            clinux_trace_end(descriptor)
            throw ExportError("trace \(device.path): no process to guard it", code: -guardian)
        }
        let word = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        folder = "\(Self.debugfs)/block/\(String(decoding: word, as: UTF8.self))"
        guard let start = KernelView().start(of: device.path) else {
            // Counted from the wrong place, what was written would be looked for elsewhere.
            close(guardian)
            throw ExportError("trace \(device.path): /sys does not say where on its disk it begins", code: EIO)
        }
        offset = start
        var files: [Int32] = []
        while case let file = open("\(folder)/trace\(files.count)", O_RDONLY | O_NONBLOCK | O_CLOEXEC), file >= 0 {
            files.append(file)
        }
        guard !files.isEmpty else {
            // A kernel that is locked down (Secure Boot) refuses these files even to root.
            let error = ExportError.system("open \(folder)/trace0")
            close(guardian)
            throw error
        }
        state = Mutex(
            State(
                files: files, records: files.map { _ in TraceRecords() }, current: DirtyMap(size: device.size),
                last: DirtyMap(size: device.size)))
        Workers.start { [self] in
            while true {
                usleep(50_000)
                state.withLock { drain(&$0) }
            }
        }
    }

    /// Ends the epoch: what was written in it can be asked for from now on. `more` counts as written, too.
    func turn(adding more: [Range<UInt64>]) {
        state.withLock { state in
            drain(&state)
            let dropped = KernelFiles().number("\(folder)/dropped")
            if dropped == nil || dropped != state.dropped { state.broken = true }
            state.dropped = dropped ?? 0
            for range in more { state.current.mark(range) }
            state.last = state.current
            state.lastIsBroken = state.broken
            state.current = DirtyMap(size: state.current.size)
            state.broken = false
        }
    }

    /// What was written in the last epoch; nil when nobody knows.
    func extents(in range: Range<UInt64>, limit: Int) -> [(range: Range<UInt64>, dirty: Bool)]? {
        state.withLock { $0.lastIsBroken ? nil : $0.last.extents(in: range, limit: limit) }
    }

    private func drain(_ state: inout State) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        for index in state.files.indices {
            _ = clinux_run_on(Int32(index))
            while case let count = read(state.files[index], &buffer, buffer.count), count > 0 {
                var written: [Range<UInt64>] = []
                if !state.records[index].add(buffer[..<count], each: { written.append($0) }) { state.broken = true }
                for range in written where range.upperBound > offset {
                    state.current.mark((max(range.lowerBound, offset) - offset)..<(range.upperBound - offset))
                }
            }
        }
        _ = clinux_run_on(-1)
    }

    private static func check(_ status: Int32, _ attempted: String) throws(ExportError) {
        if status < 0 { throw ExportError("\(attempted): \(String(cString: strerror(-status)))", code: -status) }
    }
}
