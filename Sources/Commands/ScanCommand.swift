internal import ArgumentParser
internal import Estate
internal import Operations
internal import Scanner
internal import Terminal

/// `p2v scan ssh://user@host …`: profiles of servers, into the store.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract:
            "Learn everything about servers that still run, over ssh, without changing them; of a Windows, from its disks."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable { case raw, qcow2, vpc }

    @Argument(help: "Servers: ssh://user@host:port, user@host or host.")
    var servers: [String] = []

    @Option(help: "A file of servers: one a line, CSV, or an Ansible inventory (INI or YAML). May be repeated.")
    var inventory: [String] = []

    @Option(help: "Servers to scan at the same time.")
    var jobs = 16

    @Option(help: "Seconds for each server.")
    var timeout = 60

    @Flag(help: "Also read the utilisation history that sysstat or PCP keeps on the servers.")
    var history = false

    @Flag(help: "Keep watching after the scan: load, and who talks to whom. Ctrl-C ends it and keeps what was seen.")
    var watch = false

    @Option(help: "Seconds between two readings of --watch.")
    var interval = 10

    @Option(help: "Seconds to watch; until Ctrl-C when absent.")
    var duration: Int?

    @Option(help: "A file of ssh settings to use in place of your own.")
    var sshConfig: String?

    @Option(
        help: "A disk image of a Windows that is switched off, in place of servers; repeat it for each disk, in order.")
    var image: [String] = []

    @Option(help: "The images' format: raw, qcow2 or vpc.")
    var format: Format?

    @Option(help: "The name of the server whose --image is scanned; its computer name when absent.")
    var name: String?

    @Flag(help: "Print the script that a scan runs on each server, and do nothing else.")
    var showScript = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if showScript { return }
        if !image.isEmpty {
            guard servers.isEmpty, inventory.isEmpty, !watch, !history else {
                throw ValidationError("--image goes with --format and --name, not with servers")
            }
            guard format != nil else { throw ValidationError("say the images' --format: it is never guessed") }
            return
        }
        if format != nil || name != nil { throw ValidationError("--format and --name go with --image") }
        if servers.isEmpty, inventory.isEmpty { throw ValidationError("name at least one server, or an --inventory") }
        if jobs < 1 || jobs > 512 { throw ValidationError("--jobs is 1 to 512") }
        if timeout < 1 || timeout > 86_400 { throw ValidationError("--timeout is 1 to 86400 seconds") }
        if interval < 1 || interval > 3600 { throw ValidationError("--interval is 1 to 3600 seconds") }
        if let duration, duration < 1 { throw ValidationError("--duration is at least 1 second") }
    }

    func run() async throws {
        if showScript { return print(ServerScanner.script(history: history), terminator: "") }
        let line = ProgressLine(quiet: global.json)
        let scan = Scan(in: global.workspace)
        let run =
            if image.isEmpty { try await scan.run(request, progress: line.report) } else {
                try await scan.run(
                    images: image.map { ImageDisk(path: $0, format: (format ?? .raw).rawValue) }, name: name,
                    progress: line.report)
            }
        line.finish()
        print(global.json ? try JSONText.encode(run) : ScanText.report(run), terminator: global.json ? "\n" : "")
        if !run.failed.isEmpty { throw Exit.Signal(exit: run.exit) }
    }

    private var request: Scan.Request {
        var request = Scan.Request()
        (request.servers, request.inventories) = (servers, inventory)
        (request.acceptsNewKeys, request.sshConfiguration) = (global.acceptNew, sshConfig)
        (request.jobs, request.timeout, request.history) = (jobs, timeout, history)
        if watch { (request.watchInterval, request.watchDuration) = (interval, duration) }
        return request
    }
}
