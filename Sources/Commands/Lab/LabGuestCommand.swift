internal import ArgumentParser
internal import Estate
internal import Lab

/// `p2v lab guest NAME`: a tiny VM for load and rebalancing.
struct LabGuestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guest", abstract: "Start a tiny VM on a host of the lab, or remove it.",
        discussion: "It answers ping and DNS (NAME.lab.test) and burns the share of its vCPU that --busy says.")

    @OptionGroup var options: LabOptions

    @Argument(help: "The guest's name.")
    var name: String

    @Option(help: "hosta or hostb.")
    var host = Node.hosta

    @Option(help: "MiB, 128 to 4096.")
    var memory = 128

    @Option(help: "The share of its vCPU that it burns, 0 to 1.")
    var busy = 0.0

    @Option(help: "The share of its memory that it fills with noise before it answers, 0 to 0.8.")
    var fill = 0.0

    @Option(help: "MiB that it writes into 64 MiB of its memory in a second, 0 to 4000.")
    var write = 0

    @Option(help: "10.77.0.60 to 10.77.0.254. Default: the first free one from 10.77.0.100.")
    var ip: String?

    @Option(help: "tcg (software emulation) or kvm.")
    var accel = LabSettings.Accelerator.tcg

    @Flag(help: "Remove the guest, on whichever host it is.")
    var remove = false

    func run() async throws {
        let lab = try options.lab(accelerator: accel)
        if remove {
            guard try await lab.removeGuest(name: name) else {
                throw Failure(
                    "remove a guest", on: name, because: "no host of the lab has it", next: "p2v pool lists VMs")
            }
            return print("\(name) is gone.")
        }
        let guest = try await lab.addGuest(
            name: name, on: host, memoryMiB: memory, busy: busy, filled: fill, writes: write, address: ip)
        print("\(name) runs on \(host.rawValue) and answers at \(guest.address).")
    }
}
