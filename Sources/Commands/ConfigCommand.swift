internal import ArgumentParser
internal import Operations
internal import Terminal

/// `p2v config`: which files p2v uses, and why these.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show which files p2v uses, and why these.",
        discussion:
            "An option, then a variable, then this user's own file (XDG), then the system's (/etc/p2v, /var/lib/p2v).")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let files = Places().all(pool: global.pool, store: global.store)
        if global.json { return print(try JSONText.encode(PlacesDocument(files))) }
        var table = Table(["WHAT", "WHY", "THERE", "FILE"])
        for file in files { table.add([file.what, file.because, file.isThere ? "yes" : "no", file.file]) }
        print(table.text, terminator: "")
    }
}
