import Estate
import Foundation
import Scanner
import Shell
import Testing

/// A disk with NTFS and real hives, made by hivex and libguestfs, read by the real appliance. There is no Windows on it.
@Suite(
    .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil), .serialized, .timeLimit(.minutes(10)))
struct WindowsScanFlowTests {
    private static let system = #"""
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SYSTEM\Select]
        "Current"=dword:00000001

        [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Control\ComputerName\ComputerName]
        "ComputerName"="FILES01"

        [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Control\ProductOptions]
        "ProductType"="ServerNT"

        [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Control\Session Manager\Power]
        "HiberbootEnabled"=dword:00000001

        [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Services\LSI_SAS]
        "Type"=dword:00000001
        "Start"=dword:00000000
        "Group"="SCSI Miniport"

        [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Services\Spooler]
        "Type"=dword:00000110
        "Start"=dword:00000002

        [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Services\Tcpip\Parameters\Interfaces\{AA}]
        "EnableDHCP"=dword:00000000
        "IPAddress"=hex(7):31,00,30,00,2e,00,30,00,2e,00,30,00,2e,00,35,00,00,00,00,00
        "SubnetMask"=hex(7):32,00,35,00,35,00,2e,00,32,00,35,00,35,00,2e,00,32,00,35,00,35,00,2e,00,30,00,00,00,00,00

        """#
    private static let software = #"""
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion]
        "ProductName"="Windows Server 2019 Standard"
        "CurrentVersion"="6.3"
        "CurrentMajorVersionNumber"=dword:0000000a
        "CurrentMinorVersionNumber"=dword:00000000
        "CurrentBuildNumber"="17763"
        "EditionID"="ServerStandard"

        """#

    /// hivexregedit makes no key whose parent is not there: each is named before its children.
    private func withParents(_ text: String) -> String {
        var seen: Set<String> = []
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix("["), line.hasSuffix("]") else { return String(line) }
            let names = line.dropFirst().dropLast().split(separator: "\\")
            let parents = (2..<names.count).map { names.prefix($0 + 1).joined(separator: "\\") }
            return parents.filter { seen.insert($0).inserted }.map { "[\($0)]" }.joined(separator: "\n\n")
        }.joined(separator: "\n")
    }

    /// Makes the image with one launch: NTFS with the hives, and a second partition that begins like BitLocker's.
    private func image(_ folder: String, hibernation: String) async throws -> String {
        for (name, text) in [("SYSTEM", Self.system), ("SOFTWARE", Self.software)] {
            try Data(BlankHive.bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
            try withParents(text).write(toFile: "\(folder)/\(name).reg", atomically: true, encoding: .utf8)
            try await Shell.check(
                Command(
                    "hivexregedit", "--merge", "--prefix", "HKEY_LOCAL_MACHINE\\\(name)", "\(folder)/\(name)",
                    "\(folder)/\(name).reg"))
        }
        try Data(Array(hibernation.utf8) + [UInt8](repeating: 0, count: 4092)).write(
            to: URL(fileURLWithPath: folder + "/hiberfil.sys"))
        try Data([0xEB, 0x58, 0x90] + Array("-FVE-FS-".utf8)).write(to: URL(fileURLWithPath: folder + "/fve"))
        let commands = """
            sparse \(folder)/disk.raw 96M
            run
            part-init /dev/sda mbr
            part-add /dev/sda p 2048 163839
            part-add /dev/sda p 163840 -2048
            part-set-mbr-id /dev/sda 1 0x07
            part-set-mbr-id /dev/sda 2 0x07
            mkfs ntfs /dev/sda1
            mount /dev/sda1 /
            mkdir-p /WINDOWS/system32/config
            upload \(folder)/SYSTEM /WINDOWS/system32/config/SYSTEM
            upload \(folder)/SOFTWARE /WINDOWS/system32/config/SOFTWARE
            upload \(folder)/hiberfil.sys /hiberfil.sys
            umount /
            upload \(folder)/fve /dev/sda2

            """
        try await Shell.check(
            Command(
                ["guestfish"],
                environment: ["LIBGUESTFS_BACKEND": "direct", "LIBGUESTFS_BACKEND_SETTINGS": "force_tcg"],
                input: Array(commands.utf8)))
        return folder + "/disk.raw"
    }

    @Test func `a Windows is profiled from its disk, with what stops a conversion`() async throws {
        let folder = NSTemporaryDirectory() + "p2v-windows-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = try await image(folder, hibernation: "HIBR")
        let before = try await Shell.check(Command("sha256sum", path))
        let profile = try await ImageScanner().scan(
            [ImageDisk(path: path, format: "raw")], now: Moment(seconds: 1_795_564_800))
        #expect(profile.name == "files01")
        #expect(profile.system.prettyName == .known("Windows Server 2019 Standard"))
        #expect(profile.boot.firmware == .known(.bios))
        let windows = try #require(profile.windows)
        #expect(windows.build == "10.0.17763" && windows.role == .server && windows.systemVolume == "/dev/sda1")
        #expect(windows.services.map(\.name) == ["LSI_SAS", "Spooler"])
        #expect(windows.services.first?.start == .boot)
        #expect(windows.networks.first?.addresses == ["10.0.0.5/24"])
        #expect(windows.bitLockerVolumes == ["/dev/sda2"])
        #expect(windows.hibernation == .hibernated && windows.fastStartup)
        #expect(
            Set(profile.concerns.map(\.id)) == [
                "windows-hibernated", "windows-bitlocker", "windows-fast-startup", "windows-static-address",
            ])
        #expect(try await Shell.check(Command("sha256sum", path)) == before)
    }

    /// A disk of a Linux server must be told what to do, not profiled as an empty Windows.
    @Test func `a disk without a Windows is refused`() async throws {
        let path = NSTemporaryDirectory() + "p2v-empty-\(UUID().uuidString.prefix(8)).raw"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await Shell.check(Command("mke2fs", "-q", "-t", "ext4", path, "16M"))
        let refused = await #expect(throws: Failure.self) {
            try await ImageScanner().scan([ImageDisk(path: path, format: "raw")], now: Moment(seconds: 0))
        }
        #expect(refused?.because == "no volume holds a Windows")
    }
}
