internal import Estate

extension MachineDefinition {
    /// What is wrong with the definition itself, before any host is asked.
    ///
    /// - Parameter formats: of disks, that this pool's hosts open.
    func faults(formats: [String]) -> [Concern] {
        [nameFault, uuidFault, sizeFault, diskFault].compactMap(\.self) + formatFaults(formats) + addressFaults
    }

    private func fault(_ id: String, _ seen: String, _ advice: String) -> Concern {
        .refusing("define-\(id)", seen, "No pool takes such a definition.", advice)
    }

    private var nameFault: Concern? {
        guard !Self.isName(name) else { return nil }
        return fault(
            "name",
            "its name may have letters, digits, dot, underscore and dash, at most 64, and starts with one of "
                + "the first two", "give it another name in the plan")
    }

    private var uuidFault: Concern? {
        guard !Self.isUUID(uuid) else { return nil }
        return fault("uuid", "its UUID \(uuid) is not one", "leave the server's UUID out of the plan")
    }

    private var sizeFault: Concern? {
        guard memoryMiB <= 0 || vcpus <= 0 else { return nil }
        return fault(
            "size", "it has \(memoryMiB) MiB of memory and \(vcpus) virtual CPUs", "give it at least one of each")
    }

    private var diskFault: Concern? {
        guard disks.isEmpty, kernel == nil else { return nil }
        return fault("disk", "it has no disk", "name at least one image")
    }

    private func formatFaults(_ formats: [String]) -> [Concern] {
        disks.filter { !formats.contains($0.format) }.map { disk in
            fault(
                "format", "the host cannot open \(disk.url): the format \(disk.format) is not known",
                "use \(formats.joined(separator: " or "))")
        }
    }

    private var addressFaults: [Concern] {
        let bad = interfaces.filter { !Self.isMAC($0.mac) }.map { interface in
            fault("mac", "\(interface.mac) is not a unicast MAC address", "correct the plan's interface")
        }
        let counts = Dictionary(grouping: interfaces.map { $0.mac.lowercased() }, by: \.self)
        return bad
            + counts.filter { $0.value.count > 1 }.keys.sorted().map { mac in
                fault("mac", "two of its interfaces have the MAC address \(mac)", "correct the plan's interfaces")
            }
    }

    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 64, isAlphanumeric(first) else { return false }
        return text.utf8.allSatisfy { isAlphanumeric($0) || ".-_".utf8.contains($0) }
    }

    static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    static func isMAC(_ text: String) -> Bool {
        let octets = text.split(separator: ":", omittingEmptySubsequences: false).map { UInt8($0, radix: 16) }
        guard octets.count == 6, let first = octets[0], octets.allSatisfy({ $0 != nil }) else { return false }
        return first & 1 == 0
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
