internal import ArgumentParser
internal import Lab

/// `p2v lab up`: brings the lab up, or repairs it.
struct LabUpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Start the lab, or start again what has ended. Needs root.")

    @OptionGroup var options: LabOptions

    @Option(help: "Speed of the hosts' cables: 1gbit, 100mbit; none: as fast as the machine is.")
    var rate = LabSettings.defaultRate

    @Option(help: "tcg (software emulation) or kvm.")
    var accel = LabSettings.Accelerator.tcg

    @Flag(help: "Without the \"physical\" server dns01.")
    var noServer = false

    @Flag(help: "With three more \"physical\" servers that depend on each other: web01, db01, old01.")
    var room = false

    @Flag(help: "Two real Xen hosts inside QEMU's emulation instead: minutes to build, slow to use.")
    var xen = false

    @Flag(help: "A double of XAPI (not XAPI) instead: a XenServer pool that runs no machine, for demonstrations.")
    var xapi = false

    mutating func validate() throws {
        if room, noServer { throw ValidationError("--room is servers, and --no-server is none: choose one.") }
        if room, xen || xapi { throw ValidationError("--room goes with the lab of real hosts alone.") }
        if xen, xapi { throw ValidationError("--xen and --xapi are two labs; start one after the other.") }
    }

    func run() async throws {
        if xen { return try await OtherLabs(options).startXen() }
        if xapi { return try await OtherLabs(options).startDouble() }
        let lab = try options.lab(rate: rate == "none" ? nil : rate, accelerator: accel)
        let began = ContinuousClock.now
        try await lab.up(server: !noServer, room: room)
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        print("The lab is up (\(LabNarration.figure(seconds).drop { $0 == " " })). It is a lab: for trying p2v only.")
        print("Try: p2v lab exec p2v pool        Remove it: p2v lab down")
    }
}
