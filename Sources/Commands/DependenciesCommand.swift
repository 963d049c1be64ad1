internal import ArgumentParser
internal import Estate
internal import Operations
internal import Scanner
internal import Store
internal import Terminal

/// `p2v dependencies`: who talks to whom.
struct DependenciesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dependencies",
        abstract: "Show which scanned servers talk to each other, and who should move together.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv, dot, svg }

    @Option(help: "table, json, csv, dot (for Graphviz) or svg (a picture).")
    var format = Format.table

    @Option(name: [.short, .long], help: "Where to write; standard output when absent.")
    var output: String?

    @Flag(help: "Leave out addresses that were not scanned.")
    var scannedOnly = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let map = DependencyMap(try await global.workspace.openStore().profiles(), externals: !scannedOnly)
        let text =
            switch global.json ? .json : format {
            case .table: table(map)
            case .json: try JSONText.encode(map) + "\n"
            case .csv: map.csv
            case .dot: map.dot
            case .svg: DependencyPicture(map).svg
            }
        if let output { try TextFile.write(text, to: output) } else { print(text, terminator: "") }
    }

    private func table(_ map: DependencyMap) -> String {
        var table = Table(["CLIENT", "SERVER", "SERVICE", "PROCESS", ">CONNECTIONS"])
        for edge in map.edges {
            table.add([
                edge.client, edge.server, "\(edge.transport)/\(edge.port)", edge.process ?? "?", "\(edge.connections)",
            ])
        }
        let groups = map.groups.map { "move together: \($0.map(Sanitised.text).joined(separator: ", "))\n" }.joined()
        let unseen =
            map.unseenWords(of: map.nodes.filter(\.scanned).map(\.name)).map { Sanitised.line($0) + "\n" } ?? ""
        return unseen + (table.isEmpty ? "no connection was seen; p2v scan --watch sees more\n" : table.text + groups)
    }
}
