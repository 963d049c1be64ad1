internal import Estate

/// The processors: `lscpu -J` (since util-linux 2.30), else /proc/cpuinfo.
enum CPU {
    static func lscpu(_ text: String) -> Processor? {
        guard let root = JSONValue(parsing: text) else { return nil }
        var fields: [String: String] = [:]
        collect(root["lscpu"].list, into: &fields)
        guard let all = fields["CPU(s)"].flatMap({ Int($0) }), all > 0 else { return nil }
        // "CPU(s)" counts those that are switched off too: SMT off on POWER leaves one of eight.
        let threads = fields["On-line CPU(s) list"].flatMap(CPUList.count) ?? all
        guard threads > 0 else { return nil }
        let sockets = max(1, fields["Socket(s)"].flatMap { Int($0) } ?? 1)
        let perSocket = fields["Core(s) per socket"].flatMap { Int($0) }
        let perCore = fields["Thread(s) per core"].flatMap { Int($0) }
        let model = fields["Model name"] ?? fields["Model"] ?? "unknown"
        return Processor(
            model: model, architecture: fields["Architecture"] ?? "unknown", sockets: sockets,
            cores: cores(threads, sockets: sockets, perSocket: perSocket, perCore: perCore), threads: threads,
            megahertz: nominal(model) ?? fields["CPU max MHz"].flatMap { Double($0) },
            flags: (fields["Flags"] ?? "").words)
    }

    /// Nil where lscpu's figures do not meet: switched off and mixed processors, and boards that tell no sockets.
    private static func cores(_ threads: Int, sockets: Int, perSocket: Int?, perCore: Int?) -> Int? {
        if let perSocket, perSocket > 0 {
            let (cores, overflow) = sockets.multipliedReportingOverflow(by: perSocket)
            if !overflow, cores <= threads, perCore.map({ $0 * cores == threads }) != false { return cores }
        }
        return perCore == 1 ? threads : nil
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
    /// - Parameter frequency: what the kernel's drivers tell: AMD's names hold none, and `cpu MHz` is that of the moment.
    static func cpuinfo(
        _ text: String, architecture: String, _ frequency: CPUFrequency = CPUFrequency()
    ) -> Processor? {
        var first: [String: String] = [:]
        var threads = 0
        var cores = CPUCores()
        for line in Lines.of(text) {
            guard let (key, value) = line.halves(":") else { continue }
            switch key {
            case "processor":
                threads += 1
                cores.begin()
            default: cores.add(key, value)
            }
            if first[key] == nil { first[key] = value }
        }
        guard threads > 0 else { return nil }
        let model = first["model name"] ?? first["Processor"] ?? first["cpu"] ?? "unknown"
        let flags = (first["flags"] ?? first["Features"] ?? "").words
        return Processor(
            model: model, architecture: architecture, sockets: cores.socketCount,
            cores: cores.count(threads: threads), threads: threads,
            megahertz: frequency.nominal(
                model: model, flags: Set(flags), moment: first["cpu MHz"].flatMap { Double($0) }), flags: flags)
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
