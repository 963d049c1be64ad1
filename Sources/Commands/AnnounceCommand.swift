internal import ArgumentParser
internal import Estate
internal import LiveMigration
internal import Probes

/// `p2v announce`: runs on a host for `p2v migrate`, which starts it by the pool file's `announcer`.
struct AnnounceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "announce",
        abstract: "On a host: tell the switches that a VM's MAC address is here (lines of them on standard input).",
        shouldDisplay: false)

    @Option(help: "The bridge that the VMs use.")
    var interface: String

    func run() throws {
        let announcer = try StationAnnouncer(interface: interface)
        Scheduling.raiseThisThread()
        print("ready")
        while let line = readLine() { try announcer.announce(line.split(separator: " ").map(String.init)) }
    }
}
