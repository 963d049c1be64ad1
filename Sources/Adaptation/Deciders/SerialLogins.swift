/// Case 37: logins on ports that the virtual machine has not. systemd waits a minute and a half for such a port, init
/// starts the login over and over, and nobody can log in where the console is.
struct SerialLogins: Decider {
    let id = "serial-logins"
    let cases = [37]
    let reads = ["/etc/inittab", "/etc/securetty", "/etc/init/*tty*.conf", "/etc/init/*vc0.conf"]
    let looks = ["/etc/systemd/system/getty.target.wants/*"] + Units.looks

    private static let wants = "/etc/systemd/system/getty.target.wants"

    func decide(_ draft: inout Draft) {
        let before = draft.changes.count
        inittab(&draft)
        upstart(&draft)
        systemd(&draft)
        securetty(&draft)
        if draft.changes.count == before { draft.pass("no login is on a port that is not there") }
    }

    /// Words of a line of inittab(5), whose fields end with colons.
    private func port(_ line: String, _ draft: Draft) -> String? {
        let words = line.split { $0.isWhitespace || $0 == ":" || $0 == "/" }.map { String($0) }
        return SerialPort.later(in: words, isXen: draft.facts.target.isXen)
    }

    private func inittab(_ draft: inout Draft) {
        guard let file = draft.facts.files["/etc/inittab"] else { return }
        let facts = draft
        var hasFirst = file.text.lines.contains { !$0.isComment && $0.contains("ttyS0") }
        let text = file.text.mapLines { line in
            // Before the first colon stands a mark, whatever it is called.
            guard !line.isComment, let port = port(String(line.drop { $0 != ":" }), facts) else { return nil }
            guard !hasFirst else { return "# p2v: \(line)" }
            hasFirst = true
            return Self.moved(line, from: port)
        }
        draft.edit(
            "/etc/inittab", to: text, found: "a login on a port of the server",
            why: "the virtual machine has one serial port", writes: "the login on ttyS0")
    }

    /// BusyBox takes the first field for the terminal, and has no run levels in the second; for others the first is a mark
    /// of at most four characters.
    private static func moved(_ line: String, from port: String) -> String {
        let mark = line.prefix { $0 != ":" }
        let rest = line.dropFirst(mark.count).replacing(port, with: "ttyS0")
        return String(rest.hasPrefix("::") ? mark.replacing(port, with: "ttyS0") : mark) + rest
    }

    private func upstart(_ draft: inout Draft) {
        for path in draft.facts.files(in: "/etc/init", suffix: ".conf") {
            guard let file = draft.facts.files[path] else { continue }
            let ports = file.text.lines.compactMap { line in line.isComment ? nil : port(line, draft) }
            guard let port = ports.first else { continue }
            if draft.facts.paths.contains("/etc/init/ttyS0.conf") {
                draft.setAside(
                    path, found: "a login on \(port)", why: "the port is not there, and ttyS0 has a login already")
            } else {
                draft.edit(
                    path, to: file.text.replacing(port, with: "ttyS0"),
                    found: "a login on \(port)", why: "the virtual machine has one serial port",
                    writes: "the login on ttyS0")
            }
        }
    }

    /// `serial-getty@ttyS1.service` (systemd-getty-generator(8) makes one by itself for the kernel's own console).
    private func systemd(_ draft: inout Draft) {
        let start = "\(Self.wants)/serial-getty@"
        for path in draft.facts.paths.sorted() where path.hasPrefix(start) && path.hasSuffix(".service") {
            let port = String(path.dropFirst(start.count).dropLast(".service".count))
            guard SerialPort.later(in: [port], isXen: draft.facts.target.isXen) != nil else { continue }
            draft.setAside(path, found: "a login on \(port)", why: "the start waits for a port that is not there")
            let unit = Units.folders.map { "\($0)/serial-getty@.service" }.first { draft.facts.paths.contains($0) }
            guard let unit, !draft.facts.paths.contains("\(start)ttyS0.service") else { continue }
            draft.link(
                "\(start)ttyS0.service", to: unit, found: "a login on \(port)",
                why: "the virtual machine has one serial port")
        }
    }

    /// securetty(5): root may log in on the terminals that are listed, and on no other.
    private func securetty(_ draft: inout Draft) {
        guard let file = draft.facts.files["/etc/securetty"] else { return }
        let listed = file.text.lines.map { $0.trimmingSpaces }
        let wanted = draft.facts.target.isXen ? "hvc0" : "ttyS0"
        let hasPort = listed.contains { $0.hasPrefix("ttyS") || ["hvc0", "xvc0"].contains($0) }
        guard hasPort, !listed.contains(wanted) else { return }
        let end = file.text.isEmpty || file.text.hasSuffix("\n") ? "" : "\n"
        draft.edit(
            "/etc/securetty", to: file.text + end + wanted + "\n", found: "root may log in on a port of the server",
            why: "the virtual machine's console is \(wanted)", writes: wanted)
    }
}
