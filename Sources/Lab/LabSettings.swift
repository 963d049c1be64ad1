package import Estate

/// What an operator can choose about the lab.
package struct LabSettings: Sendable, Hashable {
    package enum Accelerator: String, Sendable, Hashable, CaseIterable {
        case tcg, kvm
    }

    /// Everything of the lab is in this folder. Absolute, no link in it.
    package var cache: String
    /// Speed of each host's cable, as `tc` writes it: `1gbit`. Nil: as fast as the machine is.
    package var rate: String?
    package var accelerator: Accelerator

    /// What servers have had for twenty years; migration figures mean something at this speed only.
    package static let defaultRate = "1gbit"
    package static let defaultCache = "/var/cache/p2v-lab"

    /// - Throws: ``Failure`` when the folder or the rate cannot be used.
    package init(cache: String, rate: String? = Self.defaultRate, accelerator: Accelerator = .tcg) throws(Failure) {
        guard Self.isUsable(folder: cache) else {
            throw Failure(
                "use the lab's cache folder", on: cache,
                because:
                    "it is not an absolute path of letters, digits and ._- outside of /dev, /etc, /proc, /run, /sys "
                    + "and /usr, which the lab's nodes have of their own",
                next: "name another one with --cache or P2V_LAB_CACHE", exit: .refused)
        }
        if let rate, !Self.isRate(rate) {
            throw Failure(
                "limit the hosts' cables", on: rate, because: "it is not a rate",
                next: "give digits and a unit: 1gbit, 100mbit", exit: .refused)
        }
        self.cache = cache
        self.rate = rate
        self.accelerator = accelerator
    }

    /// The path goes into configuration files and mount options, so only plain characters are taken.
    static func isUsable(folder: String) -> Bool {
        guard folder.hasPrefix("/"), folder.count > 1, folder.utf8.allSatisfy(isPlain) else { return false }
        let parts = folder.split(separator: "/")
        guard let first = parts.first, !parts.contains("..") else { return false }
        return !["dev", "etc", "proc", "run", "sys", "usr"].contains(first)
    }

    static func isRate(_ text: String) -> Bool {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        return !digits.isEmpty && digits.count < 7 && ["kbit", "mbit", "gbit"].contains(text.dropFirst(digits.count))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
