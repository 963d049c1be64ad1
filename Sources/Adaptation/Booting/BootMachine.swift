internal import Estate
internal import Foundation

/// The machine of a boot test: QEMU's arguments and the files it writes.
struct BootMachine: Sendable {
    var test: BootTest
    var folder: String
    var overlays: [String]
    /// Ports of this machine that lead to the guest, one for each proof.
    var ports: [Int]
    /// KVM is used only where the operator says that it works, as for the appliance.
    var usesKVM = ProcessInfo.processInfo.environment["P2V_KVM"] == "1"

    static let emptyVariables = "/usr/share/OVMF/OVMF_VARS_4M.fd"
    private static let firmwareCode = "/usr/share/OVMF/OVMF_CODE_4M.fd"
    /// Most bytes of the console that are looked at.
    private static let logLimit = 4 << 20

    var monitorSocket: String { "\(folder)/monitor" }
    var console: String { "\(folder)/console" }

    /// The serial console so far; bytes that are not text become U+FFFD.
    var log: String {
        guard let file = FileHandle(forReadingAtPath: console) else { return "" }
        defer { try? file.close() }
        let bytes = (try? file.read(upToCount: Self.logLimit)) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    var arguments: [String] {
        (test.place?.segment.prefix ?? []) + [
            "qemu-system-x86_64", "-accel", usesKVM ? "kvm" : "tcg", "-machine", test.firmware == .uefi ? "q35" : "pc",
            "-m", String(test.memoryMiB), "-nodefaults", "-display", "none", "-vga", "std", "-serial",
            "file:\(console)", "-qmp", "unix:\(monitorSocket),server=on,wait=off",
        ] + processor + firmware + disks + network
    }

    /// QEMU's default processor is older than what newer systems are built for.
    private var processor: [String] {
        if usesKVM { return ["-cpu", "host"] }
        return (test.processorLevel ?? 1) > 1 ? ["-cpu", "max"] : []
    }

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
                    device(number) + ",bootindex=\(number == test.bootDisk ? 0 : number + 1)",
                ]
            }
    }

    private func device(_ number: Int) -> String {
        if test.target == .plain { return "ide-hd,drive=disk\(number),bus=ahci.\(number)" }
        let sector = test.disks.indices.contains(number) ? test.disks[number].sectorBytes ?? 512 : 512
        let size = sector == 512 ? "" : ",logical_block_size=\(sector),physical_block_size=\(sector)"
        return "virtio-blk-pci,drive=disk\(number)\(size)"
    }

    /// A comma in a file name is doubled in QEMU's options.
    private func escaped(_ text: String) -> String { text.replacing(",", with: ",,") }
}
