internal import Estate
internal import Guestfs

/// Finds a Windows among the volumes, and reads it. Leaves it mounted for writing.
struct WindowsCollector {
    let session: Session
    let target: AdaptationTarget
    let guest: String

    /// - Returns: nil when no volume holds a Windows.
    /// - Throws: ``Failure`` `refused` for one that must not be changed: encrypted, or saved to disk.
    func collect(_ volumes: [GuestVolume]) throws -> (volume: GuestVolume, facts: WindowsGuest)? {
        let systems = volumes.filter { $0.type == "ntfs" }
        guard let volume = try systems.first(where: { try isWindows($0) }) else {
            if volumes.contains(where: { $0.type == "BitLocker" }) { throw locked() }
            return nil
        }
        let hibernated = isHibernated
        guard !hibernated else {
            throw refusal(
                "Windows is hibernated or was shut down with fast startup (hiberfil.sys)",
                next: "start the server, run `powercfg /h off`, shut it down with `shutdown /s /t 0`, and copy it again"
            )
        }
        try session.unmountAll()
        try session.mount(volume.device, at: "/")
        return (volume, try read())
    }

    private func isWindows(_ volume: GuestVolume) throws -> Bool {
        try session.unmountAll()
        guard (try? session.mountReadOnly(volume.device, at: "/")) != nil else { return false }
        return session.spelled("/Windows/System32/config/SYSTEM") != nil
    }

    /// The header of a saved memory image: `HIBR` or `RSTR`; `WAKE` and zeros are of one that was used up.
    private var isHibernated: Bool {
        guard let path = session.spelled("/hiberfil.sys"), session.status(of: path)?.kind == .regular,
            let head = try? session.read(path, from: 0, count: 4)
        else { return false }
        return ["HIBR", "RSTR"].contains(String(decoding: head, as: UTF8.self).uppercased())
    }

    private func locked() -> Failure {
        refusal(
            "the disk is encrypted with BitLocker",
            next: "suspend or remove it on the server (manage-bde -off C:), and copy the disk again")
    }

    private func refusal(_ reason: String, next: String) -> Failure {
        Failure("adapt Windows", on: guest, because: reason, next: next, exit: .refused)
    }

    /// A hive is a regular file that no link leads to.
    func hive(_ hive: RegistryEdit.Hive) throws -> String {
        guard let path = session.spelled("/Windows/System32/config/\(hive.rawValue)"),
            session.resolved(path) == path,
            session.status(of: path)?.kind == .regular
        else { throw refusal("the hive \(hive.rawValue) is not a plain file", next: "check the disk with chkdsk") }
        return path
    }

    func read() throws -> WindowsGuest {
        let root = session.spelled("/Windows") ?? "/Windows"
        let architecture = session.spelled("/Windows/SysWOW64") == nil ? "x86" : "amd64"
        var facts = try session.withHive(hive(.software), write: false) { software(root, architecture) }
        try session.withHive(hive(.system), write: false) { system(&facts) }
        return facts
    }

    private func software(_ root: String, _ architecture: String) -> WindowsGuest {
        let key = ["Microsoft", "Windows NT", "CurrentVersion"]
        func text(_ name: String) -> String { session.registryValue(name, of: key)?.texts.first ?? "" }
        let old = text("CurrentVersion").split(separator: ".").compactMap { Int($0) }
        let major = session.registryValue("CurrentMajorVersionNumber", of: key)?.number.map { Int($0) }
        let minor = session.registryValue("CurrentMinorVersionNumber", of: key)?.number.map { Int($0) }
        return WindowsGuest(
            target: target, root: root, product: text("ProductName"), major: major ?? old.first ?? 0,
            minor: minor ?? (old.count > 1 ? old[1] : 0), build: Int(text("CurrentBuild")) ?? 0,
            isServer: text("InstallationType").lowercased().contains("server")
                || text("ProductName").lowercased().contains("server"),
            architecture: architecture, controlSet: "ControlSet001", services: [:], filters: [], interfaces: [],
            isHibernated: false)
    }

    private func system(_ facts: inout WindowsGuest) {
        let current = session.registryValue("Current", of: ["Select"])?.number ?? 1
        let digits = String(min(current, 999))
        facts.controlSet = "ControlSet" + String(repeating: "0", count: 3 - digits.count) + digits
        for name in session.registryKeys(below: [facts.controlSet, "Services"]).prefix(4096) {
            let key = [facts.controlSet, "Services", name]
            guard let start = session.registryValue("Start", of: key)?.number else { continue }
            facts.services[name.lowercased()] = WindowsGuest.Service(
                start: start, hasStartOverride: session.registryKey(key + ["StartOverride"]) != nil)
        }
        readFilters(&facts)
        readInterfaces(&facts)
    }

    private func readFilters(_ facts: inout WindowsGuest) {
        let base = [facts.controlSet, "Control", "Class"]
        for name in session.registryKeys(below: base).prefix(512) {
            for list in ["UpperFilters", "LowerFilters"] {
                guard let value = session.registryValue(list, of: base + [name]), value.type == 7 else { continue }
                facts.filters.append(.init(key: base + [name], name: list, entries: value.texts))
            }
        }
    }

    private func readInterfaces(_ facts: inout WindowsGuest) {
        let base = [facts.controlSet, "Services", "Tcpip", "Parameters", "Interfaces"]
        for name in session.registryKeys(below: base).prefix(64) {
            func texts(_ value: String) -> [String] { session.registryValue(value, of: base + [name])?.texts ?? [] }
            guard session.registryValue("EnableDHCP", of: base + [name])?.number == 0,
                let address = texts("IPAddress").first, let mask = texts("SubnetMask").first
            else { continue }
            facts.interfaces.append(
                .init(
                    address: address, mask: mask, gateway: texts("DefaultGateway").first,
                    nameServers: texts("NameServer").flatMap { $0.split { $0 == "," || $0 == " " }.map { String($0) } })
            )
        }
    }
}
