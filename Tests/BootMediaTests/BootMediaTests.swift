import Estate
import Testing

@testable import BootMedia

/// Boot media reach machines that nothing else can read; a wrong network or key means a walk to the data centre.
struct BootMediaTests {
    private static let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0 night@console"

    @Test func `the keys of a file may log in, without its comments and empty lines`() throws {
        let request = try MediaRequest(output: "a.iso", authorizedKeys: "# ours\n\n\(Self.key)\n")
        #expect(request.authorizedKeys == [Self.key])
    }

    @Test(arguments: [
        "", "# only a comment\n", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", "hello world",
        "command=\"x\" ssh-ed25519 AAAA", "ssh-ed25519 AAAA\u{1b}[2J",
    ])
    func `what is no public key is refused before anything is built`(text: String) {
        #expect(throws: Failure.self) { try MediaRequest(output: "a.iso", authorizedKeys: text) }
    }

    @Test func `a fixed address reaches the kernel's command line`() throws {
        let network = try MediaNetwork(address: "10.0.0.5/24", gateway: "10.0.0.1")
        #expect(network.kernelArguments == ["p2v.address=10.0.0.5/24", "p2v.gateway=10.0.0.1"])
        #expect(try MediaNetwork(address: nil, gateway: nil).kernelArguments.isEmpty)
    }

    @Test(
        arguments: [
            ("10.0.0.5", nil), ("10.0.0.5/33", nil), ("10.0.0.256/24", nil), ("10.0.0.5/24 init=/bin/sh", nil),
            ("10.0.0.5/24", "gw"), (nil, "10.0.0.1"),
        ] as [(String?, String?)])
    func `an address that is none is refused`(address: String?, gateway: String?) {
        #expect(throws: Failure.self) { try MediaNetwork(address: address, gateway: gateway) }
    }

    @Test func `a driver brings everything that it depends on`() {
        let table = """
            kernel/drivers/ata/ahci.ko: kernel/drivers/ata/libahci.ko kernel/drivers/ata/libata.ko
            kernel/drivers/ata/libahci.ko: kernel/drivers/ata/libata.ko
            kernel/drivers/ata/libata.ko: kernel/lib/scsi_common.ko
            kernel/lib/scsi_common.ko:
            kernel/drivers/gpu/drm/nouveau.ko: kernel/lib/scsi_common.ko
            kernel/drivers/net/virtio_net.ko.xz: kernel/net/core/failover.ko
            kernel/net/core/failover.ko:
            """
        #expect(
            ModuleChoice.modules(dependencies: table) == [
                "kernel/drivers/ata/ahci.ko", "kernel/drivers/ata/libahci.ko", "kernel/drivers/ata/libata.ko",
                "kernel/drivers/net/virtio_net.ko.xz", "kernel/lib/scsi_common.ko", "kernel/net/core/failover.ko",
            ])
    }

    @Test func `the libraries of a program are read from what ldd prints`() {
        let text = """
            \tlinux-vdso.so.1 (0x00007fff)
            \tlibz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f)
            \tlibgone.so => not found
            \t/lib64/ld-linux-x86-64.so.2 (0x00007f)
            """
        #expect(
            SharedLibraries.paths(ldd: text) == ["/lib/x86_64-linux-gnu/libz.so.1", "/lib64/ld-linux-x86-64.so.2"])
    }
}
