internal import ArgumentParser
internal import Lab

/// `p2v lab down`: removes the lab.
struct LabDownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Stop the lab and remove it: its processes, its SR and its VMs. Images stay in the cache folder.")

    @OptionGroup var options: LabOptions

    func run() async throws {
        let existed = try await options.lab().down()
        print(existed ? "The lab is gone." : "There is no lab.")
    }
}
