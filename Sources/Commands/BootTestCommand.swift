internal import Adaptation
internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Operations
internal import Terminal

/// `p2v boot-test`: proves that an adapted image boots.
struct BootTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boot-test",
        abstract: "Boot adapted images on an overlay, cut off from every network.",
        discussion: """
            The images are not changed. Success is a login prompt on the serial console, or what --console, --dns or --tcp \
            asks for. Exit code 5 says that the proof did not come; the report names the stage that was reached.
            """)

    @Argument(help: "The images, in the server's disk order; an NBD server's socket as nbd:/path.")
    var images: [String]

    @Option(help: "The images' format: raw, qcow2, vpc. It is never guessed.")
    var format = "raw"

    @Flag(help: "Start with UEFI and empty variables.")
    var uefi = false

    @Flag(name: [.long, .customLong("plain")], help: "SATA disks and an e1000 card instead of virtio.")
    var raw = false

    @Option(help: "Wait for these words on the serial console.")
    var console: String?

    @Option(help: "Wait for the guest's DNS server to answer for this name; needs --address.")
    var dns: String?

    @Option(help: "Wait until a service on this TCP port speaks (ssh, smtp, http); needs --address.")
    var tcp: Int?

    @Option(help: "The guest's address with its prefix length: 10.77.0.53/24.")
    var address: String?

    @Option(help: "The first card's MAC address.")
    var mac: String?

    @Option(help: "Memory in MiB.")
    var memory = 1024

    @Option(name: [.customLong("time-limit"), .customLong("limit")], help: "Seconds to wait for the proof.")
    var limit = 300

    @Option(help: "Write a picture of the screen here (PPM).")
    var screenshot: String?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if dns != nil || tcp != nil, address == nil { throw ValidationError("--dns and --tcp need --address") }
        if let tcp, !(1...65535).contains(tcp) { throw ValidationError("--tcp is a port from 1 to 65535") }
        try check(.init("--memory", memory, 64...1_048_576), .init("--time-limit", limit, 1...86_400))
        if let address, !(address.contains("/") && address.first?.isHexDigit == true) {
            throw ValidationError("--address is one with its prefix length, such as 10.77.0.53/24, not \(address)")
        }
    }

    func run() async throws {
        let progress = ProgressLine(quiet: global.json)
        let disks = try images.map { try GuestDisk(image: $0, format: format) }
        let proof: BootTest.Proof =
            dns.map { .dns($0) } ?? tcp.map { .tcp($0) } ?? console.map { .console($0) } ?? .login
        let test = BootTest(
            disks: disks, target: raw ? .plain : .kvm, firmware: uefi ? .uefi : .bios, proof: proof, mac: mac,
            address: address, memoryMiB: memory, limitSeconds: limit,
            screenshot: screenshot.map { URL(fileURLWithPath: $0).path })
        let report = try await test.run(report: progress.report)
        progress.finish()
        print(global.json ? try JSONText.encode(report) : report.text)
        if !report.proved { throw Exit.Signal(exit: .unproved) }
    }
}
