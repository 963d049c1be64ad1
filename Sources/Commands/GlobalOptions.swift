internal import ArgumentParser
internal import Estate
internal import Logging
internal import Operations

/// Options that every command understands.
struct GlobalOptions: ParsableArguments {
    @Option(help: "The file where p2v remembers (or P2V_STORE); see p2v config.")
    var store: String?

    @Option(help: "The pool file (or P2V_POOL); see p2v config.")
    var pool: String?

    @Option(help: "An id that a refusal named: of a lease whose machine is dead, of a place that was replaced.")
    var unlockPool: String?

    @Flag(help: "Trust host keys and certificates that are not known yet. A changed one is refused all the same.")
    var acceptNew = false

    @Flag(help: "Print versioned JSON.")
    var json = false

    @Flag(help: "Show all columns of a table, however wide.")
    var wide = false

    @Flag(name: .shortAndLong, help: "Say on standard error what p2v does while it does it.")
    var verbose = false

    /// What the command's operations work in.
    var workspace: Workspace {
        Workspace(
            storePath: storePath, poolPath: poolPath, unlock: unlockPool, acceptsNew: acceptNew,
            log: NoteHandler.logger(verbose: verbose))
    }

    /// The store's file.
    var storePath: String { Places().store(store).file }
    var namedStore: String? { Places().given(store, "P2V_STORE") }

    /// The pool file.
    var poolPath: String { Places().pool(pool).file }
    var namedPool: String? { Places().given(pool, "P2V_POOL") }
}
