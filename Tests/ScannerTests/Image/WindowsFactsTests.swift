import Estate
import Testing

@testable import Scanner

/// A Windows that is converted with a wrong fact stops in a blue screen, or answers under nobody's address.
@Suite struct WindowsFactsTests {
    private typealias R = TableRegistry

    private static let set = "ControlSet002"
    private static let network = set + "\\Control\\Network\\{4d36e972-e325-11ce-bfc1-08002be10318}"
    private static let system = TableRegistry(keys: [
        "Select": ["Current": R.number(2), "Default": R.number(1)],
        set + "\\Control\\ComputerName\\ComputerName": ["ComputerName": R.text("FILES01")],
        set + "\\Control\\ProductOptions": ["ProductType": R.text("LanmanNT")],
        set + "\\Control\\Session Manager\\Environment": ["PROCESSOR_ARCHITECTURE": R.text("AMD64")],
        set + "\\Control\\Session Manager\\Power": ["HiberbootEnabled": R.number(1)],
        set + "\\Control\\TimeZoneInformation": ["TimeZoneKeyName": R.text("Romance Standard Time")],
        set + "\\Control\\Class\\{4d36e967-e325-11ce-bfc1-08002be10318}": [
            "UpperFilters": R.list("partmgr", "hpdskflt")
        ],
        set + "\\Control\\Class\\{4d36e972-e325-11ce-bfc1-08002be10318}\\0007": [
            "NetCfgInstanceId": R.text("{AA}"), "DriverDesc": R.text("Broadcom NetXtreme"),
        ],
        set + "\\Enum\\ACPI\\GenuineIntel_-_Intel64\\_1": [
            "FriendlyName": R.text("Intel(R) Xeon(R) CPU E5620 @ 2.40GHz")
        ],
        set + "\\Enum\\ACPI\\GenuineIntel_-_Intel64\\_2": ["FriendlyName": R.text("x")],
        set + "\\Services\\atapi": ["Type": R.number(1), "Start": R.number(0), "Group": R.text("SCSI Miniport")],
        set + "\\Services\\DHCPServer": [
            "Type": R.number(0x20), "Start": R.number(2), "ImagePath": R.text("%SystemRoot%\\system32\\svchost.exe"),
        ],
        set + "\\Services\\broken": ["Type": R.number(1), "Start": R.number(77)],
        set + "\\Services\\Tcpip\\Parameters\\Interfaces\\{aa}": [
            "EnableDHCP": R.number(0), "IPAddress": R.list("10.0.0.5", "10.0.0.6"),
            "SubnetMask": R.list("255.255.255.0", "255.255.0.255"), "DefaultGateway": R.list("10.0.0.1"),
            "NameServer": R.text("10.0.0.2,10.0.0.3"),
        ],
        set + "\\Services\\Tcpip\\Parameters\\Interfaces\\{ghost}": ["EnableDHCP": R.number(1)],
        network + "\\{aa}\\Connection": ["Name": R.text("LAN")],
        "MountedDevices": [
            "\\DosDevices\\C:": RegistryValue(type: 3, bytes: [0x78, 0x56, 0x34, 0x12, 0, 0, 0x10, 0]),
            "\\??\\Volume{1}": RegistryValue(type: 3, bytes: [1]),
        ],
    ])

    @Test func `the control set that starts next is read, not the first`() {
        let hive = SystemHive(Self.system)
        #expect(hive.controlSet == "ControlSet002")
        #expect(hive.computerName == "FILES01" && hive.role == .domainController)
        #expect(hive.architecture == "x86_64" && hive.fastStartup && hive.clock == "local")
        #expect(hive.processors?.threads == 2)
        #expect(hive.timeZone == "Romance Standard Time")
    }

    @Test func `services and drivers are told apart, with when they start`() {
        let services = SystemHive(Self.system).services
        #expect(services.map(\.name) == ["DHCPServer", "atapi"])
        #expect(services.map(\.isDriver) == [false, true])
        #expect(services.map(\.start) == [.automatic, .boot])
    }

    @Test func `fixed addresses come with their masks, gateways and card`() throws {
        let networks = SystemHive(Self.system).networks
        let lan = try #require(networks.first)
        #expect(networks.count == 1)
        #expect(lan.name == "LAN" && lan.adapter == "Broadcom NetXtreme" && !lan.dhcp)
        // The second mask has a hole: its address is kept without a length.
        #expect(lan.addresses == ["10.0.0.5/24", "10.0.0.6"])
        #expect(lan.gateways == ["10.0.0.1"] && lan.nameServers == ["10.0.0.2", "10.0.0.3"])
    }

    @Test func `drive letters and class filters are read`() {
        let hive = SystemHive(Self.system)
        #expect(hive.driveLetters == ["C:": "7856341200001000"])
        #expect(
            hive.filters.map { $0.split(separator: " ").dropFirst().joined(separator: " ") } == [
                "upper partmgr", "upper hpdskflt",
            ])
    }

    @Test func `the release is named as people know it`() {
        let path = "Microsoft\\Windows NT\\CurrentVersion"
        func software(_ values: [String: RegistryValue]) -> SoftwareHive {
            SoftwareHive(TableRegistry(keys: [path: values]))
        }
        let eleven = software([
            "ProductName": R.text("Windows 10 Pro"), "InstallationType": R.text("Client"),
            "CurrentMajorVersionNumber": R.number(10), "CurrentMinorVersionNumber": R.number(0),
            "CurrentBuildNumber": R.text("22631"), "UBR": R.number(3007), "CurrentVersion": R.text("6.3"),
        ])
        #expect(eleven.name == "Windows 11 Pro" && eleven.build == "10.0.22631.3007")
        let old = software([
            "ProductName": R.text("Windows Server 2008 R2 Standard"), "CSDVersion": R.text("Service Pack 1"),
            "CurrentVersion": R.text("6.1"), "CurrentBuild": R.text("7601"),
        ])
        #expect(old.name == "Windows Server 2008 R2 Standard Service Pack 1" && old.build == "6.1.7601")
        #expect(software([:]).build == nil)
    }

    @Test(arguments: [
        ("hibr", WindowsFacts.Hibernation.hibernated), ("HIBR", .hibernated), ("RSTR", .hibernated), ("wake", .resumed),
        ("\0\0\0\0", .none), ("XXXX", .unknown), ("", .none),
    ])
    func `a hibernated memory is known by its first letters`(head: String, state: WindowsFacts.Hibernation) {
        #expect(HibernationFile.state(Array(head.utf8) + (head.isEmpty ? [] : [0, 0])) == state)
    }

    @Test func `BitLocker is known by the first sector, and NTFS is not taken for it`() {
        #expect(VolumeHead.isBitLocker([0xEB, 0x58, 0x90] + Array("-FVE-FS-".utf8)))
        #expect(!VolumeHead.isBitLocker([0xEB, 0x52, 0x90] + Array("NTFS    ".utf8)))
        #expect(!VolumeHead.isBitLocker([]))
    }

    @Test(arguments: [("255.255.255.0", 24), ("255.255.255.255", 32), ("0.0.0.0", 0), ("255.0.255.0", nil), ("x", nil)])
    func `a mask has a length or none`(mask: String, bits: Int?) {
        #expect(SystemHive.length(ofMask: mask) == bits)
    }
}
