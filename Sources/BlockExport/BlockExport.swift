internal import CLinux
internal import Glibc

/// # BlockExport: a block device over stdin and stdout
///
/// What runs on the physical server, read-only, with nothing to install. No Foundation, so that it links statically.
///
/// ```
/// BlockDevice ─ O_DIRECT reads ─┐
/// FreeSurvey → AllocationMap ───┼→ LiveDisk → NBDServer → stdout    data, zeros as holes, base:allocation
/// WriteTrace → DirtyMap ────────┘                                   p2v:digest, p2v:dirty: ranges compared, and changes
/// ```
///
/// Free space reads as zeros everywhere here: what is served, what is digested and what is reported agree. Who says that it is
/// free, and what it holds all the same, is told in p2v:free and p2v:raw, for a proof that believes neither.
/// Reads bypass the page cache of the disk's node, since that cache is not told of what a mounted file system writes.
package enum BlockExport {
    /// Runs `p2v-source` with these arguments (without the program's name) and answers its exit code.
    package static func run(_ arguments: [String]) -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        do {
            let request = try Request(arguments)
            if request.removeSelf { removeSelf() }
            try perform(request)
            return 0
        } catch {
            say("\(error)")
            return 1
        }
    }

    private static func perform(_ request: Request) throws(ExportError) {
        let output = Channel(input: 0, output: 1)
        clinux_widen(1)
        if request.verb == .freeze {
            try FreezeRun(mountPoints: request.operands, seconds: request.seconds).run(channel: output)
            return
        }
        let device = try BlockDevice(path: request.operands[0])
        if request.verb == .size {
            try output.write(text: "\(device.size)\n")
            return
        }
        if !request.isEager { Niceness.lower() }
        let disk = LiveDisk(device, wholeDevice: request.wholeDevice, trace: request.trace ? Self.trace(device) : nil)
        let view = DiskView(disk: disk, throttle: Throttle(bytesPerSecond: request.limit, rests: !request.isEager))
        let workers = request.workers
        if SocketActivation.isOffered {
            try SocketActivation.each { channel throws(ExportError) in
                try NBDServer(view: view, channel: channel).run(workers: workers)
            }
        }
        try NBDServer(view: view, channel: output).run(workers: workers)
    }

    /// Says on standard error why there is none: then changes are found by digests.
    private static func trace(_ device: BlockDevice) -> WriteTrace? {
        do throws(ExportError) { return try WriteTrace(device) } catch {
            say("no block tracing: \(error)")
            return nil
        }
    }

    private static func say(_ text: String) {
        let line = Array("p2v-source: \(text)\n".utf8)
        _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }

    /// The file was sent for this run only: it goes now, so that nothing stays behind whatever happens later.
    private static func removeSelf() {
        var path = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &path, path.count - 1)
        if length > 0 { unlink(path) }
    }
}
