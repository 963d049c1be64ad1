internal import Guestfs

extension WindowsPlan {
    private static let service = "p2v-firstboot"

    /// Cases 61 and 62: what only the running Windows can do: install the drivers, bring all disks online, and give the
    /// new card the old address. A service runs it once, and is removed by it.
    mutating func firstBoot() {
        write(
            "windows-first-boot", [61, 62], "/p2v/firstboot.cmd", script,
            found: "cards and disks that Windows has not seen",
            why: "the address stays with a hidden card, and further disks stay offline")
        let key = service(Self.service)
        set(
            "windows-first-boot-service", [61, 62],
            [
                edit(key, "Type", .number(0x10)), edit(key, "Start", .number(2)), edit(key, "ErrorControl", .number(0)),
                edit(key, "ObjectName", .text("LocalSystem")), edit(key, "DisplayName", .text("p2v first boot")),
                // The service manager ends what does not answer it; a started child goes on.
                edit(
                    key, "ImagePath",
                    .text(
                        "%SystemRoot%\\System32\\cmd.exe /c start \"\" /b cmd.exe /c C:\\p2v\\firstboot.cmd",
                        expandable: true)),
            ], path: "HKLM\\SYSTEM\\\(facts.controlSet)\\Services\\\(Self.service)", found: "no service of p2v",
            why: "the first start has work that cannot be done offline", writes: "a service that runs once")
        set(
            "windows-driver-path", [58],
            [
                RegistryEdit(
                    hive: .software, key: ["Microsoft", "Windows", "CurrentVersion"], name: "DevicePath",
                    value: .text(
                        "%SystemRoot%\\inf;C:\\p2v\\drivers\\netkvm;C:\\p2v\\drivers\\viostor;C:\\p2v\\drivers\\vioscsi",
                        expandable: true))
            ], path: "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\DevicePath",
            found: "Windows' own drivers alone",
            why: "new cards get their driver without a question", writes: "p2v's folders behind it")
    }

    /// Lines end as Windows wants them. Every address is checked before it is written.
    var script: String {
        let lines =
            [
                "@echo off", "rem Written by p2v: runs once, at the first start as a virtual machine.",
                "if exist C:\\p2v\\firstboot.done exit /b 0", "set log=C:\\p2v\\firstboot.log",
                "for /r C:\\p2v\\drivers %%f in (*.inf) do pnputil -i -a \"%%f\" >>%log% 2>&1",
                "echo san policy=OnlineAll>C:\\p2v\\disks.txt",
                "diskpart /s C:\\p2v\\disks.txt >>%log% 2>&1", "set devmgr_show_nonpresent_devices=1",
            ] + addresses + [
                "echo done>C:\\p2v\\firstboot.done", "sc delete \(Self.service) >>%log% 2>&1", "",
            ]
        return lines.joined(separator: "\r\n")
    }

    private var addresses: [String] {
        let kept = facts.interfaces.filter { Self.isAddress($0.address) && Self.isAddress($0.mask) }
        return kept.enumerated().flatMap { index, interface -> [String] in
            let mac = cards.first {
                $0.addresses.contains { $0.hasPrefix("\(interface.address)/") || $0 == interface.address }
            }?.mac
            let name = "card\(index)"
            return ["set \(name)="] + find(name, mac: mac) + apply(interface, to: name)
        }
    }

    /// By its MAC address, as the scan saw it; else the one card that is connected.
    private func find(_ name: String, mac: String?) -> [String] {
        let filter =
            mac.flatMap { MACAddress.isValid($0.lowercased()) ? "MACAddress='\($0.uppercased())'" : nil }
            ?? "NetConnectionStatus=2"
        return [
            "for /f \"tokens=2 delims==\" %%i in ('wmic nic where \"\(filter) and NetConnectionID is not null\" get NetConnectionID /value ^| find \"=\"') do set \(name)=%%i"
        ]
    }

    private func apply(_ interface: WindowsGuest.Interface, to name: String) -> [String] {
        let gateway = interface.gateway.flatMap { Self.isAddress($0) ? " \($0) 1" : nil } ?? ""
        let servers = interface.nameServers.filter { Self.isAddress($0) }
        return [
            "netsh interface ip set address name=\"%\(name)%\" static \(interface.address) \(interface.mask)\(gateway) >>%log% 2>&1"
        ]
            + servers.enumerated().map { index, server in
                index == 0
                    ? "netsh interface ip set dns name=\"%\(name)%\" static \(server) >>%log% 2>&1"
                    : "netsh interface ip add dns name=\"%\(name)%\" \(server) index=\(index + 1) >>%log% 2>&1"
            }
    }

    /// Four numbers with dots: nothing else of the guest reaches the script.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in part.allSatisfy { $0.isASCII && $0.isNumber } && UInt8(part) != nil }
    }
}
