internal import Estate
internal import Scanner

/// One server's part of the page.
struct ReportServer {
    let server: RoomReport.Server
    private var profile: ServerProfile { server.profile }
    private var load: UtilisationSeries? { server.load }

    var html: String {
        """
        <section id="\(Markup.escaped(profile.name))" \
        data-server="\(Markup.escaped(profile.name, inAttribute: true))"><h2>\(Markup.escaped(profile.name))</h2>
        <dl>\(facts.map { "<dt>\($0.0)</dt><dd>\(Markup.escaped($0.1))</dd>" }.joined())</dl>
        \(chart)<div class="wide"><table><thead><tr><th>Disk</th><th>On it</th><th>Size</th><th>Content</th>\
        <th>Mounted at</th></tr></thead><tbody>\(volumes)</tbody></table></div></section>

        """
    }

    private var facts: [(String, String)] {
        let processor = profile.hardware.processor.value
        let addresses = profile.interfaces.value?.filter { $0.kind != "loopback" }.flatMap(\.addresses) ?? []
        let services = profile.listeners.value?.map { "\($0.process ?? "?") \($0.transport)/\($0.port)" } ?? []
        let (readiness, support) = (server.assessment.readiness, server.assessment.support)
        return [
            ("Readiness", ([readiness.verdict.rawValue] + readiness.reasons).joined(separator: "; ")),
            ("System", profile.system.prettyName.value ?? "unknown"),
            ("Support", support.because.map { "unknown: \($0)" } ?? support.words),
            ("Kernel", profile.system.kernel.value ?? "unknown"),
            ("Machine", machine),
            (
                "Processor",
                processor.map { "\($0.model), \($0.cores.map(String.init) ?? "?") cores, \($0.threads) threads" }
                    ?? "unknown"
            ),
            ("Memory", profile.hardware.memoryBytes.value.map(Bytes.text) ?? "unknown"),
            ("As a VM", server.assessment.size?.because ?? "unknown: its processors or memory are not known"),
            ("Addresses", addresses.joined(separator: ", ")),
            ("Services", Array(Set(services)).sorted().joined(separator: ", ")),
        ]
    }

    private var machine: String {
        let known = [profile.hardware.vendor.value, profile.hardware.model.value].compactMap { $0 }
        return known.isEmpty ? "unknown" : known.joined(separator: " ")
    }

    private var volumes: String {
        (profile.disks.value ?? []).map { disk in
            let head = [disk.device, disk.model ?? "", Bytes.text(disk.bytes), disk.partitionTable ?? "", ""]
            let below = disk.volumes.map {
                [
                    "", $0.device, Bytes.text($0.bytes), [$0.kind, $0.content ?? ""].joined(separator: " "),
                    $0.mountPoint ?? "",
                ]
            }
            return ([head] + below).map { row in
                "<tr>" + row.map { "<td>\(Markup.escaped($0))</td>" }.joined() + "</tr>\n"
            }.joined()
        }.joined()
    }

    /// Cores busy over time, at most 400 points; a gap in the series is a gap in the line.
    private var chart: String {
        guard let load, load.samples.count > 1 else { return "" }
        let step = max(1, load.samples.count / 400)
        let points = stride(from: 0, to: load.samples.count, by: step).map { start in
            load.samples[start..<min(start + step, load.samples.count)].compactMap { $0?.coresBusy }.max()
        }
        let top = max(1, Double(profile.hardware.processor.value?.threads ?? 1))
        var path = ""
        var drawing = false
        for (index, value) in points.enumerated() {
            guard let value else {
                drawing = false
                continue
            }
            let x = Fixed.text(Double(index) * 800 / Double(max(1, points.count - 1)), 1)
            path += "\(drawing ? "L" : "M")\(x) \(Fixed.text(110 - 100 * min(1, value / top), 1))"
            drawing = true
        }
        let seconds = Double(load.samples.count) * load.interval
        let hours = seconds < 172_800 ? Fixed.duration(seconds) : "\(Int(seconds / 86_400)) days"
        return """
            <figure><svg viewBox="0 0 800 120" preserveAspectRatio="none" role="img" aria-label="Cores busy"><path class="grid" d="M0 10H800M0 60H800M0 110H800"/>\
            <path class="line" d="\(path)"/></svg><figcaption>Cores busy, 0 to \(Fixed.text(top, 0)), over \(hours); \
            the highest of each step</figcaption></figure>

            """
    }
}
