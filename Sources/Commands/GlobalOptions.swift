internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Store
internal import Terminal

/// Options that every command understands.
struct GlobalOptions: ParsableArguments {
    @Option(help: "The file where p2v remembers (or P2V_STORE; default ~/.local/share/p2v/p2v.sqlite).")
    var store: String?

    @Option(help: "The pool file (or P2V_POOL; default ~/.config/p2v/pool.yaml).")
    var pool: String?

    @Flag(help: "Print versioned JSON.")
    var json = false

    /// Opens the store.
    func openStore() throws -> Store {
        try Store(path: storePath)
    }

    /// The store's file.
    var storePath: String {
        store ?? environment("P2V_STORE") ?? home(".local/share/p2v/p2v.sqlite")
    }

    /// The pool file.
    var poolPath: String {
        pool ?? environment("P2V_POOL") ?? home(".config/p2v/pool.yaml")
    }

    /// Reads the pool file.
    func poolConfiguration() throws -> PoolConfiguration {
        let path = poolPath
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Failure(
                "read the pool file", on: path, because: "it cannot be read",
                next: "write one (see the reference, \"The pool file\"), or name it with --pool or P2V_POOL")
        }
        let configuration = try YAMLText.decode(PoolConfiguration.self, from: text, source: path)
        guard configuration.format == PoolConfiguration.format else {
            throw Failure(
                "read the pool file", on: path, because: "its format is \(configuration.format)",
                next: "this p2v reads \(PoolConfiguration.format)")
        }
        return configuration
    }

    private func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func home(_ path: String) -> String {
        FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(path).path
    }
}
