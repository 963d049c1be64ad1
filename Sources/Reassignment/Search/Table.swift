/// Numbers in a row in memory, without a check at each access: the search reads some of them a billion times.
///
/// `@unchecked Sendable`: whoever shares one does not write to it any more.
final class Table<Number: BitwiseCopyable>: @unchecked Sendable {
    let start: UnsafeMutablePointer<Number>
    let count: Int

    init(_ numbers: [Number]) {
        count = numbers.count
        start = .allocate(capacity: max(1, count))
        for (at, number) in numbers.enumerated() { (start + at).initialize(to: number) }
    }

    init(_ count: Int, of number: Number) {
        self.count = count
        start = .allocate(capacity: max(1, count))
        start.initialize(repeating: number, count: count)
    }

    var all: UnsafeMutableBufferPointer<Number> { UnsafeMutableBufferPointer(start: start, count: count) }

    deinit { start.deallocate() }
}
