internal import Estate

/// The processors: `lscpu -J` (since util-linux 2.30), else /proc/cpuinfo.
enum CPU {
    static func lscpu(_ text: String) -> Processor? {
        guard let root = JSONValue(parsing: text) else { return nil }
        var fields: [String: String] = [:]
        collect(root["lscpu"].list, into: &fields)
        guard let threads = fields["CPU(s)"].flatMap({ Int($0) }), threads > 0 else { return nil }
        let sockets = max(1, fields["Socket(s)"].flatMap { Int($0) } ?? 1)
        let perSocket = fields["Core(s) per socket"].flatMap { Int($0) } ?? max(1, threads / sockets)
        let model = fields["Model name"] ?? fields["Model"] ?? "unknown"
        return Processor(
            model: model, architecture: fields["Architecture"] ?? "unknown", sockets: sockets,
            cores: min(threads, sockets * max(1, perSocket)), threads: threads,
            megahertz: nominal(model) ?? fields["CPU max MHz"].flatMap { Double($0) },
            flags: (fields["Flags"] ?? "").words)
    }

    /// util-linux 2.37 began to nest fields in `children`.
    private static func collect(_ list: [JSONValue], into fields: inout [String: String]) {
        for item in list {
            if let field = item["field"].text, let data = item["data"].text {
                let name = field.hasSuffix(":") ? String(field.dropLast()) : field
                if fields[name] == nil { fields[name] = data }
            }
            collect(item["children"].list, into: &fields)
        }
    }

    /// x86 names; on other architectures only the count of `processor` lines is sure.
    /// - Parameter maximum: kHz, from cpufreq: AMD's names hold no frequency, and `cpu MHz` is that of the moment.
    static func cpuinfo(_ text: String, architecture: String, maximum: String = "") -> Processor? {
        var first: [String: String] = [:]
        var threads = 0
        var sockets: Set<String> = []
        var cores: Set<String> = []
        var socket = "0"
        for line in Lines.of(text) {
            guard let (key, value) = line.halves(":") else { continue }
            switch key {
            case "processor":
                threads += 1
                socket = "0"
            case "physical id":
                socket = value
                sockets.insert(value)
            case "core id": cores.insert("\(socket)/\(value)")
            default: break
            }
            if first[key] == nil { first[key] = value }
        }
        guard threads > 0 else { return nil }
        let model = first["model name"] ?? first["Processor"] ?? first["cpu"] ?? "unknown"
        return Processor(
            model: model, architecture: architecture, sockets: max(1, sockets.count),
            cores: cores.isEmpty ? threads : cores.count, threads: threads,
            megahertz: nominal(model) ?? Double(maximum.trimmed).map { $0 / 1000 }
                ?? first["cpu MHz"].flatMap { Double($0) },
            flags: (first["flags"] ?? first["Features"] ?? "").words)
    }

    /// Intel writes the nominal frequency into the name: `… @ 2.40GHz`.
    static func nominal(_ model: String) -> Double? {
        guard let at = model.lastIndex(of: "@") else { return nil }
        let text = model[model.index(after: at)...].trimmed
        if text.hasSuffix("GHz") { return Double(text.dropLast(3)).map { $0 * 1000 } }
        if text.hasSuffix("MHz") { return Double(text.dropLast(3)) }
        return nil
    }
}
