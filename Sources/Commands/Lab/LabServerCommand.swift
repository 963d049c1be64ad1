internal import ArgumentParser
internal import Lab

/// `p2v lab server`: the power button of the "physical" server.
struct LabServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server", abstract: "Switch the \"physical\" server dns01 on, off, or back to its first disk.")

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case start, stop, reset
    }

    @OptionGroup var options: LabOptions

    @Argument(help: "start; stop (pulls the plug); reset (pulls the plug, gives it its first disk, starts it).")
    var action: Action

    @Argument(help: "The server.")
    var server = "dns01"

    @Option(help: "tcg (software emulation) or kvm.")
    var accel = LabSettings.Accelerator.tcg

    func validate() throws {
        if server != "dns01" { throw ValidationError("the lab has one server: dns01") }
    }

    func run() async throws {
        let lab = try options.lab(accelerator: accel)
        switch action {
        case .start: try await lab.startServer()
        case .stop: try await lab.stopServer()
        case .reset: try await lab.resetServer()
        }
        print("dns01 is \(action == .stop ? "off" : "on and serves").")
    }
}
