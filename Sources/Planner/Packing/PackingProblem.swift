internal import Estate

/// A packing problem made ready for the inner loops: every dimension (a resource in a time slot) an integer, the
/// dimensions that are scarcest over all items first, so that a test that fails does so early.
///
/// ```
/// demand    item 0: | d0 … d7 | d8 … d15 | …   rows of Lanes, zero-padded
/// capacity  type 0: | c0 … c7 | …
/// ```
///
/// `@unchecked Sendable`: the buffers are written in `init` only and owned by this object.
final class PackingProblem: @unchecked Sendable {
    /// Items, each copy counted.
    let count: Int
    /// Rows of ``Lanes`` an item.
    let rows: Int
    let dimensions: Int
    let types: [HostKind]
    /// For each item, which of the input's items it is a copy of.
    let source: [Int]
    /// Mean share of the largest host over all dimensions, weighted by scarcity: how big an item is.
    let size: [Double]
    let separations: Separations
    let rules: PackingRules
    /// Sum of demand of all items by dimension, without what rounding up added.
    let total: [Int64]
    /// The same problem with rounding in favour of fewer hosts; nil where nothing was rounded.
    let loose: PackingProblem?

    private let demandBuffer: UnsafeMutablePointer<Lanes>
    private let capacityBuffer: UnsafeMutablePointer<Lanes>

    struct HostKind: Sendable {
        var name: String
        var cost: Double
        /// Int.max: as many as needed.
        var limit: Int
    }

    init(
        demand: UnsafeMutablePointer<Lanes>, capacity: UnsafeMutablePointer<Lanes>, rows: Int, dimensions: Int,
        types: [HostKind], source: [Int], size: [Double], separations: Separations, total: [Int64],
        rules: PackingRules, loose: PackingProblem? = nil
    ) {
        demandBuffer = demand
        capacityBuffer = capacity
        count = source.count
        self.rows = rows
        self.dimensions = dimensions
        self.types = types
        self.source = source
        self.size = size
        self.separations = separations
        self.total = total
        self.rules = rules
        self.loose = loose
    }

    deinit {
        demandBuffer.deallocate()
        capacityBuffer.deallocate()
    }

    @inline(__always)
    func demand(_ item: Int) -> UnsafePointer<Lanes> { UnsafePointer(demandBuffer + item &* rows) }

    @inline(__always)
    func capacity(_ type: Int) -> UnsafePointer<Lanes> { UnsafePointer(capacityBuffer + type &* rows) }

    func demand(_ item: Int, at dimension: Int) -> Int { Int(demand(item)[dimension >> 3][dimension & 7]) }

    func capacity(_ type: Int, at dimension: Int) -> Int { Int(capacity(type)[dimension >> 3][dimension & 7]) }

    /// The item fits alone on a host of this type.
    func fits(_ item: Int, on type: Int) -> Bool {
        Vectors.fits(capacity(type), demand(item), rows) && (rules.allowed.isEmpty || rules.allowed[item][type])
    }
}
