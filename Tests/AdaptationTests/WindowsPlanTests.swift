import Estate
import Guestfs
import Testing

@testable import Adaptation

/// What a user loses if these fail: Windows stops with code 7B, or runs what an attacker wrote into its registry.
@Suite struct WindowsPlanTests {
    private static let files = ["viostor": ["viostor.sys": "/d/viostor.sys", "viostor.inf": "/d/viostor.inf"]]

    private func facts(_ major: Int, _ minor: Int, target: AdaptationTarget = .kvm) -> WindowsGuest {
        WindowsGuest(
            target: target, root: "/Windows", product: "Windows", major: major, minor: minor, build: 17763,
            isServer: true,
            architecture: "amd64", controlSet: "ControlSet002", services: [:], filters: [], interfaces: [],
            isHibernated: false)
    }

    private func value(_ plan: WindowsPlan, _ path: String) -> RegistryValue? {
        plan.edits.first { $0.path == path.lowercased() }?.value
    }

    /// The facts after the plan was carried out.
    private func after(_ plan: WindowsPlan) -> WindowsGuest {
        var facts = plan.facts
        for edit in plan.edits { facts.values[edit.path] = edit.value }
        facts.paths.formUnion(Array(plan.copies.keys) + Array(plan.texts.keys))
        return facts
    }

    @Test(arguments: [(6, 1, false), (6, 2, true), (10, 0, true)])
    func `case 58: the disk's driver starts at boot, and its devices are known before`(
        major: Int, minor: Int, database: Bool
    ) {
        let plan = WindowsPlan(facts(major, minor), drivers: Self.files)
        #expect(value(plan, "SYSTEM\\ControlSet002\\Services\\viostor\\Start") == .number(0))
        #expect(plan.copies["/Windows/System32/drivers/viostor.sys"] == "/d/viostor.sys")
        let device = "VEN_1AF4&DEV_1001&SUBSYS_00021AF4&REV_00"
        #expect((value(plan, "SYSTEM\\DriverDatabase\\DeviceIds\\PCI\\\(device)\\viostor.inf") != nil) == database)
        #expect(
            (value(plan, "SYSTEM\\ControlSet002\\Control\\CriticalDeviceDatabase\\PCI#\(device)\\Service") != nil)
                == !database)
        #expect(WindowsPlan(after(plan), drivers: Self.files).changes.isEmpty)
    }

    @Test func `case 58: without drivers the way out is named`() {
        let plan = WindowsPlan(facts(10, 0), drivers: [:])
        #expect(plan.concerns.first { $0.id == "no-virtio-drivers" }?.severity == .critical)
        #expect(plan.copies.isEmpty)
    }

    @Test func `case 58: on SATA disks Windows' own drivers start again`() {
        var facts = facts(10, 0, target: .plain)
        facts.services = ["storahci": .init(start: 3, hasStartOverride: true)]
        let plan = WindowsPlan(facts, drivers: [:])
        #expect(value(plan, "SYSTEM\\ControlSet002\\Services\\storahci\\Start") == .number(0))
        #expect(plan.edits.contains { $0.key.last == "StartOverride" && $0.value == nil })
    }

    @Test func `case 59: fast startup is switched off`() {
        let plan = WindowsPlan(facts(10, 0), drivers: Self.files)
        #expect(value(plan, "SYSTEM\\ControlSet002\\Control\\Session Manager\\Power\\HiberbootEnabled") == .number(0))
    }

    @Test func `cases 61 and 62: the script gives the card with the old MAC address the old address`() {
        var facts = facts(10, 0)
        facts.interfaces = [
            .init(address: "10.0.0.7", mask: "255.255.255.0", gateway: "10.0.0.1", nameServers: ["10.0.0.2"])
        ]
        let script = WindowsPlan(facts, drivers: Self.files, cards: [("52:54:00:aa:bb:01", ["10.0.0.7/24"])]).script
        #expect(script.contains("MACAddress='52:54:00:AA:BB:01'"))
        #expect(script.contains("static 10.0.0.7 255.255.255.0 10.0.0.1 1"))
        #expect(script.contains("dns name=\"%card0%\" static 10.0.0.2"))
        #expect(script.contains("san policy=OnlineAll"))
    }

    @Test(arguments: ["10.0.0.7 & format c:", "10.0.0.7\r\ndel", "10.0.0", "1.2.3.4.5", "256.1.1.1", "١.1.1.1", ""])
    func `what is no address never reaches the script`(text: String) {
        var facts = facts(10, 0)
        facts.interfaces = [.init(address: text, mask: "255.255.255.0", gateway: nil, nameServers: [])]
        #expect(!WindowsPlan(facts, drivers: Self.files).script.contains("netsh"))
    }

    @Test func `case 65: agents are disabled, and filters of the old controller leave the list`() {
        var facts = facts(10, 0)
        facts.services = ["cpqnicmgmt": .init(start: 2, hasStartOverride: false)]
        facts.filters = [
            .init(
                key: ["ControlSet002", "Control", "Class", "{x}"], name: "UpperFilters",
                entries: ["partmgr", "hpdskflt"])
        ]
        let plan = WindowsPlan(facts, drivers: Self.files)
        #expect(value(plan, "SYSTEM\\ControlSet002\\Services\\cpqnicmgmt\\Start") == .number(4))
        #expect(value(plan, "SYSTEM\\ControlSet002\\Control\\Class\\{x}\\UpperFilters") == .list(["partmgr"]))
    }

    @Test func `case 64: a licence of the maker is said`() {
        #expect(WindowsPlan(facts(5, 2), drivers: [:]).concerns.map(\.id).contains("windows-hal"))
        #expect(WindowsPlan(facts(10, 0), drivers: [:]).concerns.map(\.id).contains("windows-activation"))
    }

    @Test func `registry values survive the way through their bytes`() {
        #expect(RegistryValue.list(["a", "ä"]).texts == ["a", "ä"])
        #expect(RegistryValue.text("x").texts == ["x"])
        #expect(RegistryValue.number(0x0102_0304).number == 0x0102_0304)
    }

    @Test(arguments: [(6, 1, "2k8R2"), (6, 3, "2k12R2"), (10, 0, "2k19")])
    func `each release has its folder of drivers`(major: Int, minor: Int, folder: String) {
        #expect(WindowsVersion.folders(facts(major, minor)).first == folder)
    }
}
