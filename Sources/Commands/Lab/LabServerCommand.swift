internal import ArgumentParser
internal import Lab

/// `p2v lab server`: the power button of the "physical" server.
struct LabServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server", abstract: "Switch a \"physical\" server on, off, or back to its first disks.")

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case start, stop, reset
    }

    @OptionGroup var options: LabOptions

    @Argument(help: "start; stop (pulls the plug); reset (pulls the plug, gives it its first disk, starts it).")
    var action: Action

    @Argument(help: "The server: dns01; web01, db01 or old01 of a room.")
    var server = Node.dns01

    @Option(help: "tcg (software emulation) or kvm.")
    var accel = LabSettings.Accelerator.tcg

    func validate() throws {
        guard Node.servers.contains(server) else {
            throw ValidationError(
                "the lab's servers are \(Node.servers.map { $0.rawValue }.joined(separator: ", ")), not \(server.rawValue)"
            )
        }
    }

    func run() async throws {
        let lab = try options.lab(accelerator: accel)
        switch action {
        case .start: try await lab.startServer(server)
        case .stop: try await lab.stopServer(server)
        case .reset: try await lab.resetServer(server)
        }
        print("\(server.rawValue) is \(action == .stop ? "off" : "on and serves").")
    }
}
