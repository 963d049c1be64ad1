internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Lab
internal import Terminal

/// `p2v lab`: a pool on this machine, to try p2v and to test it.
struct LabCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "A pool on this machine, made of real parts, to try p2v and to test it.",
        subcommands: [Up.self, Status.self, Execute.self, Server.self, Down.self])

    struct Options: ParsableArguments {
        @Option(help: "Where images, QEMU and state are kept (or P2V_LAB_CACHE).")
        var cache = ProcessInfo.processInfo.environment["P2V_LAB_CACHE"] ?? "/var/cache/p2v-lab"

        @Option(help: "Prefix of the lab's namespaces (or P2V_LAB_NAME).")
        var name = ProcessInfo.processInfo.environment["P2V_LAB_NAME"] ?? "p2v"

        func lab(_ settings: LabSettings = LabSettings()) -> Lab { Lab(cache: cache, name: name, settings: settings) }
    }

    struct Up: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Start the lab. Harmless when it is up.")

        @OptionGroup var options: Options
        @Option(help: "Rate of each host's link, as tc writes it.") var rate = "1gbit"
        @Flag(help: "Leave the physical server dns01 out.") var noServer = false

        func run() async throws {
            let settings = LabSettings(rate: rate == "none" ? nil : rate, withoutServer: noServer)
            let timings = try await options.lab(settings).up { part in print("lab: \(part) …") }
            guard !timings.isEmpty else { return print("The lab is up already.") }
            var table = Table(["PART", ">SECONDS"])
            for timing in timings { table.add([timing.part, Fixed.text(timing.seconds, 1)]) }
            print(table.text + "The lab is up. Everything in it is emulated on this machine.")
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say what runs.")

        @OptionGroup var options: Options
        @Flag(help: "Print versioned JSON.") var json = false

        func run() async throws {
            let status = try await options.lab().status()
            if json { return print(try JSONText.encode(status)) }
            var table = Table(["NODE", "ADDRESS", "STATE", "ROLE"])
            for node in status.nodes {
                table.add([node.name, node.address, node.running ? "running" : "stopped", node.role])
            }
            print(table.text, terminator: "")
        }
    }

    struct Down: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Stop the lab and remove all it made but its cache.")

        @OptionGroup var options: Options

        func run() async throws {
            await options.lab().down()
            print("The lab is down. Its cache is kept in \(options.cache).")
        }
    }
}
