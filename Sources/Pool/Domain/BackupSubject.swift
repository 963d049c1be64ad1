package import Estate

/// What a backup of one machine has to know of it, as its host's libvirtd says it.
package struct BackupSubject: Sendable, Hashable {
    package struct Disk: Sendable, Hashable {
        /// The guest's name of it: `vda`.
        package var target: String
        /// `nfs://server/export/file`, or a path on the host.
        package var url: String
        package var format: String
        /// libvirt's name of the device: `virtio-disk0`; nil while it does not run.
        var alias: String?
    }

    package var name: String
    package var uuid: String
    package var host: String
    /// What the next start uses, with the passwords of its consoles.
    package var definition: String
    /// Disks that the guest writes to.
    package var disks: [Disk]
    /// Why others are left out.
    package var left: [String]
    /// The guest agent is connected; nil where the machine has no channel for one.
    package var agent: Bool?
    /// Its memory lies beside its images, which are as in the middle of its work.
    package var hasSavedMemory = false

    /// - Parameters:
    ///   - live: the definition as the machine runs, or the kept one where it is off.
    ///   - kept: what the next start uses.
    init?(live: String, kept: String, host: String) {
        guard let tree = XMLTree.parse(live), let known = DomainDescription(xml: live) else { return nil }
        (name, uuid, self.host, definition) = (known.name, known.uuid, host, kept)
        (disks, left) = ([], [])
        for disk in tree.first("devices")?.all("disk") ?? [] { add(disk) }
        let channels = tree.first("devices")?.all("channel").compactMap { $0.first("target") } ?? []
        let agents = channels.filter { $0.attributes["name"] == "org.qemu.guest_agent.0" }
        agent = agents.isEmpty ? nil : agents.contains { $0.attributes["state"] == "connected" }
    }

    /// Why a machine in this state cannot be backed up; nil when it can.
    package func refusal(_ state: Machine.State) -> String? {
        switch state {
        case .running, .paused: nil
        case .shutOff where hasSavedMemory:
            "its memory is saved beside its images (virsh managedsave): without it they are as after a power failure"
        case .shutOff: nil
        case .crashed, .suspended, .unknown: "it neither runs nor is off: its state is \(state.rawValue)"
        }
    }

    private mutating func add(_ disk: XMLTree) {
        let target = disk.first("target")?.attributes["dev"] ?? "?"
        guard let source = DomainDescription.Disk(disk) else {
            // An empty drive holds nothing.
            return
        }
        if source.harmless {
            left.append("\(target) (\(source.url)) is a CD, read-only or shared")
        } else if let format = source.format {
            let alias = disk.first("alias")?.attributes["name"]
            disks.append(Disk(target: target, url: source.url, format: format, alias: alias))
        } else {
            left.append("\(target) (\(source.url)) has no format in the definition")
        }
    }
}
