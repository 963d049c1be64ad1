internal import ArgumentParser
internal import Lab

/// `p2v lab down`: removes the lab.
struct LabDownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Stop the lab and remove it: its processes, its SR and its VMs. Images stay in the cache folder.")

    @OptionGroup var options: LabOptions

    @Flag(help: "The lab of two real Xen hosts.")
    var xen = false

    @Flag(help: "The double of XAPI.")
    var xapi = false

    func run() async throws {
        if xen || xapi { return try await OtherLabs(options).stop(xen: xen, double: xapi) }
        let existed = try await options.lab().down()
        print(existed ? "The lab is gone." : "There is no lab.")
    }
}
