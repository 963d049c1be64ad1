extension PoolConfiguration: Plausible {
    /// Two hosts of one name, or two of one SR's, would be taken for each other.
    package var flaw: Flaw? {
        Flaw.twice("hosts", hosts.map(\.name)) ?? Flaw.twice("storage", storage.map(\.name))
            ?? (name.isEmpty ? Flaw("name", "is empty") : nil)
    }
}

extension PoolConfiguration.Member: Plausible {
    package var flaw: Flaw? {
        if name.isEmpty { return Flaw("name", "is empty") }
        if let migrationAddress, !Self.isPlain(migrationAddress) {
            return Flaw("migrationAddress", "is \"\(migrationAddress)\", which is no address (10.9.0.2)")
        }
        return .first(
            .init("cpus", cpus, PlausibleSizes.cpus), .init("memoryMiB", memoryMiB, PlausibleSizes.memoryMiB))
    }

    /// A name, or an address in numbers: it becomes a part of a URI.
    private static func isPlain(_ address: String) -> Bool {
        !address.isEmpty && !address.hasPrefix("-")
            && address.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || ".-:".unicodeScalars.contains($0))
            }
    }
}

extension PoolConfiguration.Repository: Plausible {
    package var flaw: Flaw? {
        if name.isEmpty { return Flaw("name", "is empty") }
        return .first(.init("freeGiB", freeGiB, 0...1e9))
    }
}

extension Rates: Plausible {
    package var flaw: Flaw? {
        .first(
            .init("diskOperations", diskOperations, PlausibleSizes.rate),
            .init("diskBytes", diskBytes, PlausibleSizes.rate),
            .init("networkBytes", networkBytes, PlausibleSizes.rate))
    }
}
