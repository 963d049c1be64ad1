internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Logging
internal import Operations

/// Options that every command understands.
struct GlobalOptions: ParsableArguments {
    @Option(help: "The file where p2v remembers (or P2V_STORE; default ~/.local/share/p2v/p2v.sqlite).")
    var store: String?

    @Option(help: "The pool file (or P2V_POOL; default ~/.config/p2v/pool.yaml).")
    var pool: String?

    @Option(help: "An id that a refusal named: of a lease whose machine is dead, of a place that was replaced.")
    var unlockPool: String?

    @Flag(help: "Trust host keys and certificates that are not known yet. A changed one is refused all the same.")
    var acceptNew = false

    @Flag(help: "Print versioned JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Say on standard error what p2v does while it does it.")
    var verbose = false

    /// What the command's operations work in.
    var workspace: Workspace {
        Workspace(
            storePath: storePath, poolPath: poolPath, unlock: unlockPool, acceptsNew: acceptNew,
            log: NoteHandler.logger(verbose: verbose))
    }

    /// The store's file.
    var storePath: String { namedStore ?? home(".local/share/p2v/p2v.sqlite") }
    var namedStore: String? { store ?? environment("P2V_STORE") }

    /// The pool file.
    var poolPath: String { namedPool ?? home(".config/p2v/pool.yaml") }
    var namedPool: String? { pool ?? environment("P2V_POOL") }

    private func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func home(_ path: String) -> String {
        FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(path).path
    }
}
