package import Estate

/// A tiny VM of the lab, for load and for rebalancing: a kernel, busybox and dnsmasq, all in memory.
package struct Guest: Sendable, Hashable {
    package var name: String
    /// MiB. Less than 128 is not enough for the kernel and its initramfs.
    package var memoryMiB: Int
    /// The share of its one vCPU that it burns, 0 to 1.
    package var busy: Double
    /// The share of its memory that it fills with noise before it answers, 0 to 0.8: what a migration has to move.
    package var filled: Double
    /// MiB that it writes into its memory in a second, 0 to 4000, and into how many MiB it writes them.
    package var writes = 0
    package var writesInto = 64
    /// The last number of its address, 10.77.0.N.
    package var number: Int

    /// Addresses that guests get when none is asked for: 10.77.0.100 and up.
    static let numbers = 100...199

    /// - Throws: ``Failure`` when a value cannot be used.
    package init(
        name: String, memoryMiB: Int, busy: Double, filled: Double = 0, writes: Int = 0, number: Int
    ) throws(Failure) {
        let letters = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
        guard letters, !name.isEmpty, name.utf8.count <= 40, !name.hasPrefix("-") else {
            throw Self.refused(name, "a guest's name is 1 to 40 small letters, digits and dashes")
        }
        guard (128...4096).contains(memoryMiB) else {
            throw Self.refused(name, "\(memoryMiB) MiB of memory is not 128 to 4096")
        }
        guard (0...1).contains(busy) else { throw Self.refused(name, "the busy share \(busy) is not 0 to 1") }
        guard (0...0.8).contains(filled) else { throw Self.refused(name, "the filled share \(filled) is not 0 to 0.8") }
        guard (0...4000).contains(writes) else { throw Self.refused(name, "\(writes) MiB/s is not 0 to 4000") }
        guard (60...254).contains(number) else {
            throw Self.refused(name, "10.77.0.\(number) is not 10.77.0.60 to 10.77.0.254")
        }
        self.name = name
        self.memoryMiB = memoryMiB
        self.busy = busy
        self.filled = filled
        self.writes = writes
        self.number = number
    }

    package var address: String { "\(Node.network).\(number)" }

    /// The number N of an address 10.77.0.N.
    package static func number(of address: String) -> Int? {
        guard address.hasPrefix(Node.network + ".") else { return nil }
        return Int(address.dropFirst(Node.network.count + 1))
    }

    /// What the domain's template needs. Each second is `on` microseconds of work and `off` of rest.
    func values(folder: String, accelerator: LabSettings.Accelerator) -> [String: String] {
        let on = Int((busy * 1_000_000).rounded())
        let digits = String(number)
        return [
            "type": accelerator == .kvm ? "kvm" : "qemu", "name": name, "memory": String(memoryMiB),
            "address": address, "folder": folder, "on": String(on), "off": String(1_000_000 - on),
            "fill": String(Int((filled * 100).rounded())), "write": String(writes), "set": String(writesInto),
            "uuid": "70327600-0000-4000-8001-" + String(repeating: "0", count: 12 - digits.count) + digits,
            "mac": "52:54:00:77:01:" + (number < 16 ? "0" : "") + String(number, radix: 16),
        ]
    }

    private static func refused(_ name: String, _ because: String) -> Failure {
        Failure(
            "make a guest", on: name, because: because, next: "correct it; see p2v lab guest --help", exit: .refused)
    }
}
