internal import Estate
internal import Guestfs

/// What has to change in a Windows guest. Pure: facts in, edits out; edits that would change nothing are left out.
struct WindowsPlan: Sendable {
    let facts: WindowsGuest
    /// Files that the operator's collection has, by driver.
    let drivers: [String: [String: String]]
    /// Addresses by card, from the scan: MAC address and addresses with prefix.
    let cards: [(mac: String, addresses: [String])]

    private(set) var edits: [RegistryEdit] = []
    /// Target path in the guest → file of this machine.
    private(set) var copies: [String: String] = [:]
    /// Target path in the guest → text.
    private(set) var texts: [String: String] = [:]
    private(set) var changes: [Change] = []
    private(set) var passed: [PassedOver] = []
    private(set) var concerns: [Concern] = []

    init(_ facts: WindowsGuest, drivers: [String: [String: String]], cards: [(mac: String, addresses: [String])] = []) {
        self.facts = facts
        self.drivers = drivers
        self.cards = cards
        startDrivers()
        oldAgents()
        filters()
        fastStartup()
        firstBoot()
        said()
    }

    // MARK: What the parts use

    mutating func set(
        _ id: String, _ cases: [Int], _ edits: [RegistryEdit], path: String, found: String, why: String, writes: String
    ) {
        let missing = edits.filter { edit in
            // A key is deleted only where the facts say that it is there.
            guard let value = edit.value else { return true }
            return facts.values[edit.path] != value
        }
        guard !missing.isEmpty else { return pass(id, cases, "\(path) is as it should be") }
        self.edits += missing
        changes.append(
            Change(
                id: id, cases: cases, path: path, found: found, why: why, writes: writes,
                undo: "restore the hive beside it (.p2v-orig)"))
    }

    mutating func copy(_ id: String, _ cases: [Int], _ files: [String: String], found: String, why: String) {
        let missing = files.filter { !facts.paths.contains($0.key) }
        guard !missing.isEmpty else { return pass(id, cases, "the files are there") }
        copies.merge(missing) { $1 }
        for path in missing.keys.sorted() {
            changes.append(
                Change(
                    id: id, cases: cases, path: path, found: found, why: why, writes: "the driver's file",
                    undo: "remove \(path)"))
        }
    }

    mutating func write(_ id: String, _ cases: [Int], _ path: String, _ text: String, found: String, why: String) {
        guard !facts.paths.contains(path) else { return pass(id, cases, "\(path) is there") }
        texts[path] = text
        changes.append(
            Change(
                id: id, cases: cases, path: path, found: found, why: why, writes: "a new file", undo: "remove \(path)"))
    }

    mutating func pass(_ id: String, _ cases: [Int], _ because: String) {
        passed.append(PassedOver(id: id, cases: cases, because: because))
    }

    mutating func concern(
        _ id: String, _ severity: Concern.Severity, _ seen: String, _ matters: String, _ advice: String
    ) {
        concerns.append(Concern(id: id, severity: severity, seen: seen, matters: matters, advice: advice))
    }

    func service(_ name: String) -> [String] { [facts.controlSet, "Services", name] }

    func edit(_ key: [String], _ name: String, _ value: RegistryValue?) -> RegistryEdit {
        RegistryEdit(hive: .system, key: key, name: name, value: value)
    }
}
