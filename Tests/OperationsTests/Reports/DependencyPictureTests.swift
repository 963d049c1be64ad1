import Estate
import Testing

@testable import Operations
@testable import Scanner

/// A process name is chosen by whoever runs the process: it must not become part of the page.
@Suite struct `The picture of who talks to whom` {
    @Test(arguments: ["</text><script>\"", "</text><\u{301}script>", "\u{0}<!--"])
    func `hostile names stay text`(name: String) {
        var map = DependencyMap([])
        map.nodes = [DependencyMap.Node(name: name, scanned: true), DependencyMap.Node(name: "web", scanned: true)]
        map.edges = [
            DependencyMap.Edge(
                client: "web", server: name, transport: "tcp", port: 80, process: name, connections: 1)
        ]
        let svg = DependencyPicture(map).svg.unicodeScalars
        let opened = svg.indices.filter { svg[$0] == "<" }.map { String(svg[$0...].dropFirst().prefix(6)) }
        #expect(!opened.contains { $0.hasPrefix("script") || $0.hasPrefix("\u{301}") || $0.hasPrefix("!--") })
    }
}
