internal import Estate

/// One reading of the kernel's counters; two of them make a ``LoadSample``.
struct LoadReading: Sendable, Hashable {
    /// Seconds since boot: the server's own monotonic clock, so that its wall clock may jump.
    var at: Double
    /// Ticks of all processors together.
    var busyTicks: Double
    var allTicks: Double
    var processors: Int
    /// Busy and all ticks of each processor.
    var each: [Ticks] = []
    /// Processes that run or wait to.
    var runQueue: Double?
    /// Seconds since 1970 at which the server booted, by its own clock.
    var bootTime: Double?
    /// Whole disk → operations and bytes so far.
    var disks: [String: Counter]
    /// Interface → bytes so far, in and out.
    var network: [String: Double]

    struct Counter: Sendable, Hashable {
        var operations: Double
        var bytes: Double
        /// Milliseconds that operations took, summed.
        var milliseconds = 0.0
    }

    struct Ticks: Sendable, Hashable {
        var busy: Double
        var all: Double
    }

    static func parse(_ text: String) -> LoadReading? {
        var reading = LoadReading(
            at: 0, busyTicks: 0, allTicks: 0, processors: 0, bootTime: nil, disks: [:], network: [:])
        for line in FileLines.parse(text) {
            switch line.file {
            case "/proc/uptime": reading.at = line.text.words.first.flatMap { Double($0) } ?? 0
            case "/proc/stat": reading.addProcessor(line.text)
            case "/proc/diskstats": reading.addDisk(line.text)
            case "/proc/net/dev": reading.addInterface(line.text)
            default: break
            }
        }
        return reading.at > 0 && reading.processors > 0 ? reading : nil
    }

    /// `cpu user nice system idle iowait irq softirq steal guest guest_nice`; guest is in user already (proc(5)).
    private mutating func addProcessor(_ line: String) {
        let words = line.words
        if words.first == "btime" { bootTime = words.last.flatMap { Double($0) } }
        if words.first == "procs_running" { runQueue = words.last.flatMap { Double($0) } }
        guard words.first?.hasPrefix("cpu") == true else { return }
        let ticks = words.dropFirst().prefix(8).map { Double($0) ?? 0 }
        let idle = ticks.dropFirst(3).prefix(2).reduce(0, +)
        let stolen = ticks.count > 7 ? ticks[7] : 0
        let all = ticks.reduce(0, +)
        guard words[0] == "cpu" else {
            processors += 1
            return each.append(Ticks(busy: all - idle - stolen, all: all))
        }
        allTicks = all
        busyTicks = all - idle - stolen
    }

    /// Documentation/admin-guide/iostats: reads 1st, sectors read 3rd, milliseconds 4th field; writes 5th, 7th and 8th. A
    /// sector is 512 bytes.
    private mutating func addDisk(_ line: String) {
        let words = line.words
        guard words.count >= 14 else { return }
        let fields = words.dropFirst(3).map { Double($0) ?? 0 }
        disks[words[2]] = Counter(
            operations: fields[0] + fields[4], bytes: 512 * (fields[2] + fields[6]),
            milliseconds: fields[3] + fields[7])
    }

    private mutating func addInterface(_ line: String) {
        guard let (name, rest) = line.halves(":") else { return }
        let fields = rest.words.map { Double($0) ?? 0 }
        if fields.count >= 9 { network[name] = fields[0] + fields[8] }
    }

    /// What happened between `earlier` and this reading.
    ///
    /// - Parameters:
    ///   - disks: whole disks to count, by kernel name; partitions and mapped devices would count twice.
    ///   - interfaces: interfaces to count; bonds and bridges would count twice.
    ///   - memory: bytes in use now.
    ///   - workingSet: bytes touched lately, where they were read.
    /// - Returns: nil when no time has passed or the server restarted in between.
    func sample(
        since earlier: LoadReading, disks: Set<String>, interfaces: Set<String>, memory: Double,
        workingSet: Double? = nil
    ) -> LoadSample? {
        let seconds = at - earlier.at
        let ticks = allTicks - earlier.allTicks
        guard seconds > 0.05, ticks >= 0 else { return nil }
        let disk = diskRates(since: earlier, disks, seconds)
        let share = ticks > 0 ? max(0, busyTicks - earlier.busyTicks) / ticks : 0
        return LoadSample(
            coresBusy: share * Double(processors), memoryBytes: memory, diskOperations: disk?.operations,
            diskBytes: disk?.bytes, networkBytes: networkRate(since: earlier, interfaces, seconds),
            workingSetBytes: workingSet, runQueue: runQueue,
            diskMilliseconds: disk.flatMap { $0.operations > 0 ? $0.milliseconds / $0.operations : nil },
            processors: shares(since: earlier))
    }

    /// Per second, of all that both readings have; nil where they have none of them.
    private func diskRates(since earlier: LoadReading, _ names: Set<String>, _ seconds: Double) -> Counter? {
        let both = names.compactMap { name in disks[name].flatMap { now in earlier.disks[name].map { (now, $0) } } }
        guard !both.isEmpty else { return nil }
        return both.reduce(into: Counter(operations: 0, bytes: 0)) { sum, pair in
            let (now, before) = pair
            sum.operations += max(0, now.operations - before.operations) / seconds
            sum.bytes += max(0, now.bytes - before.bytes) / seconds
            sum.milliseconds += max(0, now.milliseconds - before.milliseconds) / seconds
        }
    }

    private func networkRate(since earlier: LoadReading, _ names: Set<String>, _ seconds: Double) -> Double? {
        let moved = names.compactMap { name in
            network[name].flatMap { now in earlier.network[name].map { max(0, now - $0) } }
        }
        return moved.isEmpty ? nil : moved.reduce(0, +) / seconds
    }

    /// To a hundredth: a watch keeps one for each processor and reading.
    private func shares(since earlier: LoadReading) -> [Double]? {
        guard !each.isEmpty, each.count == earlier.each.count else { return nil }
        return zip(each, earlier.each).map { now, before in
            let all = now.all - before.all
            return all > 0 ? (min(1, max(0, now.busy - before.busy) / all) * 100).rounded() / 100 : 0
        }
    }
}
