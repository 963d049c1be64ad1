/// A Xen guest's console is hvc0, and on PVH there is no serial port at all. Where the server had a serial console, the
/// kernel gets one more for Xen, and loses it again when the guest goes back to KVM.
struct XenConsole: Decider {
    let id = "xen-console"
    let cases = [36, 37]
    let reads = BootLoaderNames().reads

    func decide(_ draft: inout Draft) {
        let paths = draft.facts.files.keys.sorted().filter { path in reads.contains { Glob.matches(path, $0) } }
        for path in paths {
            guard let file = draft.facts.files[path] else { continue }
            var text = file.text.mapLines { line in
                line.trimmingSpaces.hasPrefix("#") ? nil : draft.facts.target.isXen ? added(line) : removed(line)
            }
            if path.hasSuffix("grubenv") { text = GrubEnvironment.padded(text) ?? file.text }
            draft.edit(
                path, to: text, found: draft.facts.target.isXen ? "a serial console alone" : "a console of Xen",
                why: draft.facts.target.isXen
                    ? "a Xen guest speaks on hvc0" : "the last console named becomes the system's, and there is none",
                writes: draft.facts.target.isXen ? "console=hvc0 after console=ttyS0" : "no console=hvc0")
        }
    }

    private func added(_ line: String) -> String? {
        guard !line.contains("console=hvc0") else { return nil }
        return KernelOptions.rewrite(line) { name, value in
            name == "console" && (value?.hasPrefix("ttyS0") ?? false) ? "console=\(value ?? "") console=hvc0" : nil
        }
    }

    /// One that follows a serial console, which is how this decider writes it; a server that was a guest of Xen has no
    /// other, and gets a serial one.
    private func removed(_ line: String) -> String? {
        if !line.contains("console=tty") {
            return KernelOptions.rewrite(line) { name, value in
                guard name == "console", let value, ["hvc0", "xvc0"].contains(value.prefix { $0 != "," }) else {
                    return nil
                }
                return "console=ttyS0"
            }
        }
        guard let place = line.range(of: " console=hvc0"), line[..<place.lowerBound].hasSuffix(where: "console=ttyS0")
        else {
            return nil
        }
        return String(line[..<place.lowerBound] + line[place.upperBound...])
    }
}

extension Substring {
    /// The last word begins with `prefix`.
    fileprivate func hasSuffix(where prefix: String) -> Bool {
        (split { $0 == " " || $0 == "\"" || $0 == "'" || $0 == "\t" }.last ?? "").hasPrefix(prefix)
    }
}
