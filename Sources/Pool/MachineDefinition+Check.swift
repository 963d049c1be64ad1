internal import Estate

extension MachineDefinition {
    /// Refuses a definition that no pool should accept, before any host is asked.
    func check(formats: [String] = ["raw", "qcow2"]) throws(Failure) {
        func refuse(_ because: String, _ next: String) -> Failure {
            Failure("define the machine", on: name, because: because, next: next, exit: .refused)
        }
        guard Self.isName(name) else {
            throw refuse(
                "its name may have letters, digits, dot, underscore and dash, at most 64, and starts with one of the "
                    + "first two", "give it another name in the plan")
        }
        guard Self.isUUID(uuid) else {
            throw refuse("its UUID \(uuid) is not one", "leave the server's UUID out of the plan")
        }
        guard memoryMiB > 0, vcpus > 0 else {
            throw refuse("it has \(memoryMiB) MiB of memory and \(vcpus) virtual CPUs", "give it at least one of each")
        }
        guard !disks.isEmpty || kernel != nil else { throw refuse("it has no disk", "name at least one image") }
        for disk in disks where !formats.contains(disk.format) {
            throw refuse(
                "the format \(disk.format) of \(disk.url) is not known", "use \(formats.joined(separator: " or "))")
        }
        for interface in interfaces where !Self.isMAC(interface.mac) {
            throw refuse("\(interface.mac) is not a unicast MAC address", "correct the plan's interface")
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
