internal import ArgumentParser
internal import BootMedia
internal import Estate
internal import Foundation
internal import Operations
internal import Terminal

/// `p2v boot-media`: an ISO, and files for PXE, that serve a machine's disks.
struct BootMediaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boot-media",
        abstract: "Make an ISO that serves the disks of a machine without Linux tools, for a cold copy.",
        discussion: """
            Start the machine from the ISO (CD, USB stick or PXE; BIOS or UEFI). Its console shows its address, its disks \
            and its host key. Then: p2v copy --ssh-config ISO.ssh_config ssh://root@ADDRESS/dev/sda TARGET

            Only the owner of the key can log in. Disks are set read-only. Network by DHCP, or as --address says, or as \
            p2v.address=, p2v.gateway= and p2v.mac= on the kernel's command line say.
            """)

    @Option(name: .shortAndLong, help: "The ISO.")
    var output = "p2v-boot.iso"

    @Option(help: "Also write vmlinuz, initrd.img and grub.cfg for PXE into this folder.")
    var pxe: String?

    @Option(help: "The file of the public key that may log in.")
    var key = "~/.ssh/id_ed25519.pub"

    @Option(help: "A fixed IPv4 address with its prefix length: 10.0.0.5/24.")
    var address: String?

    @Option(help: "With --address: the default gateway.")
    var gateway: String?

    @Flag(help: "Print versioned JSON.")
    var json = false

    func run() async throws {
        let line = ProgressLine(quiet: json)
        let request = try MediaRequest(
            output: output, pxeFolder: pxe, authorizedKeys: try publicKeys(),
            network: MediaNetwork(address: address, gateway: gateway))
        let made = try await BootMedia(request, report: line.report).build()
        line.finish()
        print(json ? try JSONText.encode(made) : text(made))
    }

    private func publicKeys() throws -> String {
        let path = NSString(string: key).expandingTildeInPath
        return try TextFile.read(
            path, to: "read the operator's public key",
            next: "give --key FILE.pub, or make one with ssh-keygen -t ed25519")
    }

    private func text(_ made: MediaResult) -> String {
        """
        \(made.iso): Linux \(made.kernel), BIOS and UEFI\(made.pxeFolder.map { "; PXE files in \($0)" } ?? "")
        host key \(made.hostKeyFingerprint)
        next: start the machine from it, then p2v copy --ssh-config \(made.sshConfiguration) ssh://root@ADDRESS/dev/sda TARGET
        """
    }
}
