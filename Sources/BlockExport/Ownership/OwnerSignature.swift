/// Bytes at a known place that an owner writes there.
struct OwnerSignature: Sendable {
    enum Place: Sendable {
        /// Bytes from the start.
        case start(UInt64)
        /// Bytes before the end, after the size was rounded down to a multiple of `unit`.
        case end(UInt64, unit: UInt64)
    }

    let owner: Owner
    let bytes: [UInt8]
    let place: Place

    init(_ owner: Owner, _ bytes: [UInt8], _ place: Place) {
        (self.owner, self.bytes, self.place) = (owner, bytes, place)
    }

    static func text(_ owner: Owner, _ text: String, at offsets: UInt64...) -> [OwnerSignature] {
        offsets.map { OwnerSignature(owner, Array(text.utf8), .start($0)) }
    }

    static func bytes(_ owner: Owner, _ bytes: [UInt8], at offsets: UInt64...) -> [OwnerSignature] {
        offsets.map { OwnerSignature(owner, bytes, .start($0)) }
    }

    /// A number of 32 bits in either order of bytes: arrays move between machines.
    static func number(_ owner: Owner, _ number: UInt32, _ place: Place) -> [OwnerSignature] {
        [number.littleEndian, number.bigEndian].map { value in
            OwnerSignature(owner, withUnsafeBytes(of: value) { Array($0) }, place)
        }
    }

    static func beforeEnd(
        _ owner: Owner, _ text: String, _ back: UInt64..., unit: UInt64 = 512
    ) -> [OwnerSignature] {
        back.map { OwnerSignature(owner, Array(text.utf8), .end($0, unit: unit)) }
    }

    /// Where it lies in so many bytes; nil where they are too few.
    func offset(in size: UInt64) -> UInt64? {
        let start: UInt64
        switch place {
        case .start(let offset): start = offset
        case .end(let back, let unit):
            let end = size / unit * unit
            guard end >= back else { return nil }
            start = end - back
        }
        return start <= size && UInt64(bytes.count) <= size - start ? start : nil
    }

    static let all = fileSystems + swaps + volumes + arrays
}
