internal import Estate

/// Answers to a profile: pure. Each fact is read from the best source that knows it.
struct ProfileBuilder {
    let answers: Answers
    let address: String
    /// The host part of the address, for a server whose own name cannot be used.
    let host: String
    /// Our clock when the last answer arrived.
    let now: Moment

    func profile() -> ServerProfile {
        let disks = disks()
        let interfaces = interfaces()
        let sockets = sockets()
        return ServerProfile(
            name: name(), address: address, scannedAt: now, identity: identity(), hardware: hardware(),
            system: system(), boot: boot(), disks: disks, mounts: mounts(),
            fstab: fstab(),
            interfaces: interfaces, routes: routes(), nameServers: nameServers(),
            listeners: sockets.map(\.listeners), connections: sockets.map { othersOnly($0.connections) },
            deviceLinks: answers.read("links", DeviceLinks.parse), load: load(disks: disks, interfaces: interfaces),
            storage: storage(disks), rights: answers.rights, concerns: [])
    }

    /// The short host name where it can name files, plans and VMs; else the host of the address.
    private func name() -> String {
        let own = uname().value?.node.prefix { $0 != "." } ?? ""
        guard ServerName.isPlain(own), own != "localhost", own != "none" else {
            return host
        }
        return own.lowercased()
    }

    struct Uname: Sendable {
        var release: String
        var machine: String
        var node: String
    }

    func uname() -> Observed<Uname> {
        let words = answers.uname
        guard words.count == 3 else { return .unknown(because: "uname printed \(words.count) words, not 3") }
        return .known(Uname(release: words[1], machine: words[2], node: words[0]))
    }

    private func identity() -> Identity {
        let dmi = dmi()
        return Identity(
            machineID: answers.line("/etc/machine-id").or(answers.line("/var/lib/dbus/machine-id")),
            dmiUUID: field("product_uuid", of: dmi, FirmwareText.uuid),
            dmiSerial: field("product_serial", of: dmi),
            hostKeyFingerprint: answers.read("hostkey") { text in
                Lines.of(text).first.flatMap { $0.words.count >= 2 ? $0.words[1] : nil }
            })
    }

    func dmi() -> Observed<[String: String]> {
        answers.read("dmi") { DMI.sysfs($0) ?? DMI.dmidecode($0) }
    }

    /// - Parameter meant: gives nil for text that a maker never filled in.
    func field(
        _ name: String, of values: Observed<[String: String]>, _ meant: (String) -> String? = FirmwareText.meant
    ) -> Observed<String> {
        values.flatMap {
            guard let text = $0[name], !text.isEmpty else {
                return .unknown(because: "the firmware does not say, or only to root")
            }
            return .from(
                meant(text), else: "the firmware says only \"\(text.prefix(40))\", as its maker left it")
        }
    }
}
