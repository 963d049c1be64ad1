internal import Estate
internal import Operations

/// A host's memory and cores as two bars, each with its numbers in words.
struct HostBars {
    let seen: PoolSight.SeenHost
    let machines: [PoolSight.SeenMachine]

    var html: HTML {
        guard seen.seenAt != nil else { return .note(seen.host.because ?? "it was never seen") }
        return .all([memory, cores])
    }

    private var memory: HTML {
        let (host, total) = (seen.host, Double(max(1, seen.host.memoryBytes)))
        let machines = self.machines.filter { $0.machine.state != .shutOff && $0.machine.state != .suspended }
        let used = machines.reduce(0.0) { $0 + Double($1.machine.memoryBytes) + Double($1.machine.overheadBytes ?? 0) }
        let other = max(0, total - Double(host.freeMemoryBytes) - used)
        // Where the free memory is not known, it is 0 with a reason.
        guard host.because == nil || !seen.isSeen else { return .note("memory: \(host.because ?? "")") }
        let words =
            "memory: \(Bytes.text(host.freeMemoryBytes)) of \(Bytes.text(host.memoryBytes)) free, VMs have \(Bytes.text(UInt64(used)))"
        // Beyond what is free there is nothing to keep: then the pool does not survive the loss, and says so.
        let spare = min(Double(seen.reservedBytes ?? 0), Double(host.freeMemoryBytes))
        let kept =
            seen.reservedBytes.map { "; kept for the loss of another host: \(Bytes.text($0))" }
            ?? "; what is kept for the loss of another host is not known"
        return .all([
            .note(words + kept),
            Self.bar(words + kept, [("used", used / total), ("other", other / total), ("spare", spare / total)]),
        ])
    }

    private var cores: HTML {
        guard let busy = seen.coresBusy else { return .note("\(seen.host.cpus) cores, how busy is not known") }
        let words = "cores: \(Fixed.text(busy, 1)) of \(seen.host.cpus) busy"
        return .all([.note(words), Self.bar(words, [("used", busy / Double(max(1, seen.host.cpus)))])])
    }

    /// - Parameter shares: of the whole, one after the other.
    static func bar(_ words: String, _ shares: [(style: String, share: Double)]) -> HTML {
        var (left, parts) = (0.0, [HTML]())
        for (style, share) in shares {
            let width = min(max(share.isFinite ? share : 0, 0), 1 - left)
            parts.append(
                .element(
                    "rect",
                    [
                        "class": style, "x": "\(Fixed.text(left * 100, 2))%", "y": "0",
                        "width": "\(Fixed.text(width * 100, 2))%", "height": "14",
                    ]))
            left += width
        }
        return .element(
            "svg", ["class": "bar", "role": "img", "aria-label": words],
            [.element("rect", ["class": "all", "x": "0", "y": "0", "width": "100%", "height": "14"])] + parts)
    }
}
