internal import Estate
internal import Foundation

/// The machine of a boot test: QEMU's arguments and the files it writes.
struct BootMachine: Sendable {
    var test: BootTest
    var folder: String
    var overlays: [String]
    /// The port of this machine that leads to the guest's DNS.
    var port: Int

    static let emptyVariables = "/usr/share/OVMF/OVMF_VARS_4M.fd"
    private static let firmwareCode = "/usr/share/OVMF/OVMF_CODE_4M.fd"
    /// Most bytes of the console that are looked at.
    private static let logLimit = 4 << 20

    var monitorSocket: String { "\(folder)/monitor" }

    /// The serial console so far; bytes that are not text become U+FFFD.
    var log: String {
        guard let file = FileHandle(forReadingAtPath: "\(folder)/console") else { return "" }
        defer { try? file.close() }
        let bytes = (try? file.read(upToCount: Self.logLimit)) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    var arguments: [String] {
        [
            "qemu-system-x86_64", "-accel", "tcg", "-machine", test.firmware == .uefi ? "q35" : "pc", "-m",
            String(test.memoryMiB), "-nodefaults", "-display", "none", "-vga", "std", "-serial",
            "file:\(folder)/console", "-qmp", "unix:\(monitorSocket),server=on,wait=off",
        ] + firmware + disks + network
    }

    private var guestPort: Int { if case .tcp(let port) = test.proof { port } else { 53 } }

    private var firmware: [String] {
        guard test.firmware == .uefi else { return [] }
        return [
            "-drive", "if=pflash,format=raw,readonly=on,file=\(Self.firmwareCode)", "-drive",
            "if=pflash,format=raw,file=\(escaped("\(folder)/vars.fd"))",
        ]
    }

    private var disks: [String] {
        let controller = test.target == .plain ? ["-device", "ahci,id=ahci"] : []
        return controller
            + overlays.enumerated().flatMap { number, overlay in
                [
                    "-drive", "file=\(escaped(overlay)),format=qcow2,if=none,id=disk\(number),cache=unsafe", "-device",
                    test.target == .plain
                        ? "ide-hd,drive=disk\(number),bus=ahci.\(number)"
                        : "virtio-blk-pci,drive=disk\(number),bootindex=\(number)",
                ]
            }
    }

    /// `restrict=on`: the guest reaches nothing, not even this machine; only the one port leads in.
    private var network: [String] {
        var netdev = "user,id=net0,restrict=on"
        if let network = GuestNetwork(test.address) {
            netdev +=
                ",net=\(network.network),host=\(network.gateway),hostfwd=tcp:127.0.0.1:\(port)-\(network.address):\(guestPort)"
        }
        let card = test.target == .plain ? "e1000" : "virtio-net-pci"
        let mac = test.mac.flatMap { MACAddress.isValid($0.lowercased()) ? ",mac=\($0)" : nil } ?? ""
        return ["-netdev", netdev, "-device", "\(card),netdev=net0\(mac)"]
    }

    /// A comma in a file name is doubled in QEMU's options.
    private func escaped(_ text: String) -> String { text.replacing(",", with: ",,") }
}
