internal import CLinux
internal import Glibc
internal import Synchronization

/// Watches which parts of a disk are written, by the kernel's block tracing.
///
/// ```
/// kernel ─ one buffer a processor ─→ drain, every 50 ms ─→ map of this epoch ─ turn ─→ map of the last epoch
/// ```
/// Each buffer is read on its own processor: the kernel fills a record with interrupts off there, so none is seen half
/// written. An event that the kernel dropped, a buffer that cannot be read, or a stream that makes no sense marks the epoch as
/// broken: then nobody knows what was written in it. A guard process ends the tracing when this one is killed.
final class WriteTrace: Sendable {
    private struct State {
        var buffers: [Buffer]
        var current: DirtyMap
        var last: DirtyMap
        var broken = false
        var lastIsBroken = true
        var dropped: UInt64 = 0
    }

    /// What one processor traced.
    private struct Buffer {
        var processor: Int32
        var descriptor: Int32
        var records = TraceRecords()
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
        do throws(ExportError) {
            let buffers = try Self.buffers(in: folder)
            state = Mutex(
                State(buffers: buffers, current: DirtyMap(size: device.size), last: DirtyMap(size: device.size)))
        } catch {
            close(guardian)
            throw error
        }
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
            if let dropped = KernelFiles().number("\(folder)/dropped") {
                if dropped != state.dropped { state.broken = true }
                state.dropped = dropped
            } else {
                state.broken = true
            }
            // A processor that was switched on meanwhile has a buffer that nobody reads.
            if Self.processors(in: folder) != state.buffers.map(\.processor) { state.broken = true }
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
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        for index in state.buffers.indices {
            // One that is switched off is not there, and writes nothing.
            let isThere = clinux_run_on(state.buffers[index].processor) == 0
            var count = read(state.buffers[index].descriptor, &bytes, bytes.count)
            while count > 0 {
                var written: [Range<UInt64>] = []
                let isSound = state.buffers[index].records.add(bytes[..<count]) { written.append($0) }
                if !isSound || !isThere { state.broken = true }
                for range in written where range.upperBound > offset {
                    state.current.mark((max(range.lowerBound, offset) - offset)..<(range.upperBound - offset))
                }
                count = read(state.buffers[index].descriptor, &bytes, bytes.count)
            }
            if count < 0, errno != EAGAIN { state.broken = true }
        }
        _ = clinux_run_on(-1)
    }

    /// Numbers of the processors that have a buffer, ascending; they have gaps where some are switched off. Nil where the
    /// folder cannot be listed.
    static func processors(in folder: String) -> [Int32]? {
        KernelFiles().names(in: folder)?.filter { $0.hasPrefix("trace") }.compactMap { Int32($0.dropFirst(5)) }.sorted()
    }

    private static func buffers(in folder: String) throws(ExportError) -> [Buffer] {
        guard let processors = processors(in: folder), !processors.isEmpty else { throw .system("list \(folder)") }
        var buffers: [Buffer] = []
        for processor in processors {
            let descriptor = open("\(folder)/trace\(processor)", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else {
                // A kernel that is locked down (Secure Boot) refuses these files even to root.
                let error = ExportError.system("open \(folder)/trace\(processor)")
                for buffer in buffers { close(buffer.descriptor) }
                throw error
            }
            buffers.append(Buffer(processor: processor, descriptor: descriptor))
        }
        return buffers
    }

    private static func check(_ status: Int32, _ attempted: String) throws(ExportError) {
        if status < 0 { throw ExportError("\(attempted): \(String(cString: strerror(-status)))", code: -status) }
    }
}
