internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Lab

extension LabCommand {
    /// `p2v lab exec`: replaces itself with the command, so that input, output, signals and exit code are the command's.
    struct Execute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "exec", abstract: "Run a command in the lab's console, or on one of its nodes.")

        @OptionGroup var options: Options
        @Option(help: "mgmt (the console), nfs1, hosta or hostb.") var on = "mgmt"
        @Argument(parsing: .captureForPassthrough, help: "The command and its arguments.") var command: [String]

        func run() async throws {
            guard let node = LabNode(rawValue: on) else {
                throw Failure(
                    "enter the lab", on: on, because: "there is no such node",
                    next: "name one of: \(LabNode.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            guard !command.isEmpty else {
                throw Failure(
                    "enter the lab", on: on, because: "no command was given", next: "add one: p2v lab exec bash")
            }
            let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "p2v"
            let (arguments, environment) = try await options.lab().console(command, on: node, program: own)
            for (name, value) in environment { setenv(name, value, 1) }
            let pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
            execvp(arguments[0], pointers)
            throw Failure(
                "enter the lab", on: on, because: String(cString: strerror(errno)),
                next: "check that iproute2 is installed")
        }
    }

    /// `p2v lab server`: the physical server's power button.
    struct Server: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Switch the physical server dns01 on, off, or back.")

        enum Action: String, ExpressibleByArgument, CaseIterable {
            case start, stop, reset
        }

        @OptionGroup var options: Options
        @Argument(help: "start, stop, or reset: give it the disk it had at first and start it.") var action: Action

        func run() async throws {
            let lab = options.lab()
            switch action {
            case .start: try await lab.switchServerOn()
            case .stop: lab.stopServer()
            case .reset:
                try await lab.resetServerDisk()
                try await lab.switchServerOn()
            }
        }
    }
}
