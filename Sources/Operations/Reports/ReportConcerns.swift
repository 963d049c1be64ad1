internal import Estate
internal import Scanner

/// Concerns, each told once with the servers that have it.
struct ReportConcerns {
    let room: RoomReport

    var html: String {
        let groups = ConcernGroup.of(room.profiles)
        guard !groups.isEmpty else { return "<p>None.</p>\n" }
        return groups.map(block).joined()
    }

    private func block(_ group: ConcernGroup) -> String {
        let count = group.servers.count
        let findings = group.findings.map { finding in
            "<li>\(Markup.escaped(finding.seen)): \(links(finding.servers))</li>"
        }
        return """
            <section class="concern"><h3><span class="mark \(group.severity.rawValue)">\(group.severity.rawValue)</span> \
            \(Markup.escaped(group.id)) <small>\(count) \(count == 1 ? "server" : "servers")</small></h3>
            <p>\(sentence(group.matters)) <b>\(sentence(group.advice))</b></p>
            <ul>\(findings.joined())</ul></section>

            """
    }

    private func links(_ servers: [String]) -> String {
        servers.map { "<a href=\"#\(Markup.escaped($0))\">\(Markup.escaped($0))</a>" }.joined(separator: ", ")
    }

    /// A rule's text as a sentence.
    private func sentence(_ text: String) -> String {
        Markup.escaped(text.prefix(1).uppercased() + text.dropFirst()) + (text.hasSuffix(".") ? "" : ".")
    }
}
