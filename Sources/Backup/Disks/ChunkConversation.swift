internal import Foundation

/// One client of a ``ChunkServer``.
struct ChunkConversation {
    private let client: Int32
    private let disk: ChunkedDisk

    init(_ client: Int32, _ disk: ChunkedDisk) { (self.client, self.disk) = (client, disk) }

    private enum Option { static let (name, abort, info, go): (UInt64, UInt64, UInt64, UInt64) = (1, 2, 6, 7) }
    private enum Command { static let (read, write, leave, flush): (UInt64, UInt64, UInt64, UInt64) = (0, 1, 2, 3) }
    private enum Fault {
        static let (none, notPermitted, inputOutput, invalid): (UInt64, UInt64, UInt64, UInt64) = (0, 1, 5, 22)
    }
    /// It has flags, is read-only, and several connections see the same.
    private static let flags: UInt64 = 1 | 2 | 1 << 8
    private static let optionMagic: UInt64 = 0x4948_4156_454f_5054
    private static let longestRead: UInt64 = 64 << 20

    /// Until the client leaves, or says what cannot be.
    func run() {
        guard greet() else { return }
        while let header = receive(28) {
            let (magic, command) = (word(header, 0, 4), word(header, 6, 2))
            let (offset, length) = (word(header, 16, 8), word(header, 24, 4))
            guard magic == 0x2560_9513, command != Command.leave, command != Command.write else { return }
            let (end, overflow) = offset.addingReportingOverflow(length)
            var (fault, bytes): (UInt64, [UInt8]) = (Fault.none, [])
            switch command {
            case Command.read where !overflow && end <= disk.index.diskBytes && length <= Self.longestRead:
                if let read = disk.read(offset..<end) { bytes = read } else { fault = Fault.inputOutput }
            case Command.flush: break
            case Command.read: fault = Fault.invalid
            default: fault = Fault.notPermitted
            }
            guard send(big(0x6744_6698, 4) + big(fault, 4) + header[8..<16] + bytes) else { return }
        }
    }

    /// - Returns: whether the client wants the disk.
    private func greet() -> Bool {
        // "NBDMAGIC"; fixed newstyle, and no zeros behind the answer.
        guard send(big(0x4e42_444d_4147_4943, 8) + big(Self.optionMagic, 8) + big(3, 2)), let flags = receive(4) else {
            return false
        }
        let isPadded = word(flags, 0, 4) & 2 == 0
        while let header = receive(16), word(header, 0, 8) == Self.optionMagic {
            let (option, length) = (word(header, 8, 4), word(header, 12, 4))
            guard length <= 64 << 10, length == 0 || receive(Int(length)) != nil else { return false }
            switch option {
            case Option.name:
                let zeros = [UInt8](repeating: 0, count: isPadded ? 124 : 0)
                return send(big(disk.index.diskBytes, 8) + big(Self.flags, 2) + zeros)
            case Option.abort:
                _ = answer(option, 1)
                return false
            case Option.info, Option.go:
                let export = big(0, 2) + big(disk.index.diskBytes, 8) + big(Self.flags, 2)
                guard answer(option, 3, export), answer(option, 1) else { return false }
                if option == Option.go { return true }
            default: guard answer(option, 1 << 31 | 1) else { return false }
            }
        }
        return false
    }

    private func answer(_ option: UInt64, _ type: UInt64, _ data: [UInt8] = []) -> Bool {
        send(big(0x0003_e889_0455_65a9, 8) + big(option, 4) + big(type, 4) + big(UInt64(data.count), 4) + data)
    }

    // MARK: Bytes

    private func big(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - $0))) }
    }

    private func word(_ bytes: [UInt8], _ at: Int, _ count: Int) -> UInt64 {
        bytes[at..<(at + count)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func receive(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { recv(client, $0.baseAddress! + done, count - done, 0) }
            if got > 0 { done += got } else if got == 0 || errno != EINTR { return nil }
        }
        return bytes
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let sent = bytes.withUnsafeBytes {
                Foundation.send(client, $0.baseAddress! + done, $0.count - done, Int32(MSG_NOSIGNAL))
            }
            if sent >= 0 { done += sent } else if errno != EINTR { return false }
        }
        return true
    }
}
