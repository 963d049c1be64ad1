/// All owners that a range of a disk names, at both of its ends.
///
/// The probe does not stop at the first: signatures outlive their use, and only one that is alone is believed.
struct OwnerProbe {
    let window: Window

    /// - Throws: when an end cannot be read; then nobody knows.
    func owners() throws(ExportError) -> Set<Owner> {
        var found: Set<Owner> = []
        // In the order of the disk, so that each place is read once.
        let places = OwnerSignature.all.compactMap { signature in
            signature.offset(in: window.count).map { (offset: $0, signature: signature) }
        }.sorted { $0.offset < $1.offset }
        for (offset, signature) in places where try holds(signature.bytes, at: offset) {
            found.insert(signature.owner)
        }
        if try hasMetadataOne() { found.insert(.other("md")) }
        if try hasZFSLabel() { found.insert(.other("ZFS")) }
        if try hasReplication() { found.insert(.other("DRBD")) }
        if try hasTable() { found.insert(.table) }
        return found
    }

    private func holds(_ bytes: [UInt8], at offset: UInt64) throws(ExportError) -> Bool {
        try window.bytes(at: offset, count: bytes.count) == bytes
    }

    /// md's metadata 1.0: `mdadm` puts it on a multiple of 4 KiB, at least 8 KiB and less than 12 KiB before the end.
    private func hasMetadataOne() throws(ExportError) -> Bool {
        let sectors = window.count / 512
        guard sectors > 16, let bytes = try window.bytes(at: (sectors - 16) / 8 * 8 * 512, count: 4) else {
            return false
        }
        return bytes.little(UInt32.self, at: 0) == 0xA92B_4EFC || bytes.big(UInt32.self, at: 0) == 0xA92B_4EFC
    }

    /// ZFS On-Disk Specification, chapter 1: four labels of 256 KiB, two at each end; from 128 KiB of a label on an array of
    /// uberblocks of at least 1 KiB, each with its magic number; at 16 KiB the pairs that name the pool.
    private func hasZFSLabel() throws(ExportError) -> Bool {
        let label: UInt64 = 256 << 10
        let end = window.count / label * label
        guard end >= 4 * label else { return false }
        for start in [0, label, end - 2 * label, end - label] {
            guard let bytes = try window.bytes(at: start, count: Int(label)) else { continue }
            for at in stride(from: 128 << 10, to: Int(label), by: 1024) {
                let magic: UInt64 = 0x00BA_B10C
                if bytes.little(UInt64.self, at: at) == magic || bytes.big(UInt64.self, at: at) == magic { return true }
            }
            // XDR: a name of 7 letters; the first pair of every label is its version.
            let name: [UInt8] = [0, 0, 0, 7] + Array("version".utf8)
            if (16_384..<16_448).contains(where: { bytes[$0...].starts(with: name) }) { return true }
        }
        return false
    }

    /// DRBD's internal metadata ends with a block of 4 KiB that holds one of its magic numbers (DRBD User's Guide, "DRBD
    /// internals"; the number's place differs between its versions).
    private func hasReplication() throws(ExportError) -> Bool {
        let end = window.count / 4096 * 4096
        guard end >= 4096, let block = try window.bytes(at: end - 4096, count: 512) else { return false }
        return stride(from: 0, to: 512, by: 4).contains { at in
            (0x8374_026A...0x8374_026D).contains(block.big(UInt32.self, at: at))
        }
    }

    /// An MBR with entries, or a GPT at either end, for sectors of 512 and 4096 bytes.
    private func hasTable() throws(ExportError) -> Bool {
        for place in [512, 4096] as [UInt64] where window.count > 2 * place {
            for offset in [place, window.count / place * place - place]
            where
                try holds(Array("EFI PART".utf8), at: offset)
            {
                return true
            }
        }
        guard let head = try window.bytes(at: 0, count: 512), head.little(UInt16.self, at: 510) == 0xAA55 else {
            return false
        }
        let entries = stride(from: 446, to: 510, by: 16).map { head[$0..<($0 + 16)] }
        return entries.allSatisfy { $0[$0.startIndex] & 0x7F == 0 }
            && entries.contains { $0[$0.startIndex + 4] != 0 && $0.suffix(4).contains { $0 != 0 } }
    }
}
