internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Lab
internal import Terminal

/// `p2v lab status`: what of the lab runs, where, since when.
struct LabStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say what of the lab runs, at which address, and since when.")

    @OptionGroup var options: LabOptions

    @Flag(help: "Print versioned JSON (p2v-lab/1).")
    var json = false

    func run() async throws {
        let status = try options.lab(quiet: true).status()
        print(json ? try JSONText.encode(status) : Self.text(status))
        if status.state == .broken { throw Exit.Signal(exit: .error) }
    }

    static func text(_ status: LabStatus) -> String {
        var table = Table(["NODE", "ADDRESS", "STATE", "SINCE", "WHAT"])
        for part in status.parts {
            let since = part.since.map { $0.iso }
            table.add([part.name, part.address ?? "-", part.running ? "running" : "off", since ?? "-", part.role])
        }
        let advice =
            switch status.state {
            case .down: "The lab is down. Start it: p2v lab up"
            case .up: "The lab is up. Pool file: \(status.pool)"
            case .broken: "The lab is broken. Repair it: p2v lab up"
            }
        return table.text + (table.text.hasSuffix("\n") ? "" : "\n") + advice
    }
}
