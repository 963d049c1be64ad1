internal import Estate

/// Case 36: memory for a crash kernel, in the size of the server. In a small machine it takes what the services need, or
/// cannot be reserved, and then there is no crash kernel.
struct CrashReserve: Decider {
    let id = "crash-reserve"
    let cases = [36, 53]
    let reads = BootLoaderNames().reads

    func decide(_ draft: inout Draft) {
        let before = draft.changes.count
        for path in draft.facts.files.keys.sorted() where reads.contains(where: { Glob.matches(path, $0) }) {
            rewrite(path, &draft)
        }
        if draft.changes.count == before { draft.pass("no reserve for a crash kernel is too large") }
    }

    private func rewrite(_ path: String, _ draft: inout Draft) {
        guard let file = draft.facts.files[path] else { return }
        let memory = draft.facts.memoryMiB
        var written: [String] = []
        var unknown: [String] = []
        var text = file.text.mapLines { line in
            if line.trimmingSpaces.hasPrefix("#") { return nil }
            return KernelOptions.rewrite(line) { name, value in
                guard name == "crashkernel", let value, let size = CrashSize(value) else { return nil }
                guard let memory else {
                    if size.mebibytes > CrashSize.modest { unknown.append(value) }
                    return nil
                }
                guard let smaller = size.fitting(memory) else { return nil }
                written.append("crashkernel=\(value) → \(smaller.isEmpty ? "nothing" : smaller)")
                return smaller.isEmpty ? "" : "crashkernel=\(smaller)"
            }
        }
        if path.hasSuffix("grubenv") { text = GrubEnvironment.padded(text) ?? file.text }
        draft.edit(
            path, to: text, found: "a reserve for a crash kernel of the server's size",
            why: "it takes more than a quarter of the virtual machine's memory",
            writes: Set(written).sorted().joined(separator: ", "))
        say(unknown, path, &draft)
    }

    private func say(_ unknown: [String], _ path: String, _ draft: inout Draft) {
        guard let first = unknown.first else { return }
        draft.concern(
            "crash-reserve-unknown", .warning, seen: "\(path): crashkernel=\(first)",
            matters: "the memory of the virtual machine is not known here, and this much of it is set aside",
            advice: "give the machine at least four times as much, or make it smaller in \(path)")
    }
}

/// A reserve of one size (kernel documentation, "kdump", "crashkernel syntax"). One that names ranges of memory, or leaves
/// it to the kernel, follows the machine's memory by itself.
struct CrashSize {
    /// Enough for a crash kernel of a small machine.
    static let modest = 256

    var mebibytes: Int
    /// `,high`, `,low`, `@16M`: where.
    private var place: String

    init?(_ value: String) {
        guard !value.contains(":") else { return nil }
        let digits = value.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0, number < 1 << 40 else { return nil }
        let rest = value.dropFirst(digits.count)
        switch rest.first.map({ $0.lowercased() }) {
        case "k": mebibytes = number >> 10
        case "m": mebibytes = number
        case "g": mebibytes = number << 10
        default: mebibytes = number >> 20
        }
        place = String(rest.drop { $0.isLetter })
    }

    /// - Parameter memory: of the virtual machine, in MiB.
    /// - Returns: nil when it fits; else a smaller one, or nothing.
    func fitting(_ memory: Int) -> String? {
        guard mebibytes > memory / 4 else { return nil }
        // What is to lie below four gigabytes goes with the rest.
        return Self.modest <= memory / 4 && place != ",low" ? "\(Self.modest)M" : ""
    }
}
