internal import Adaptation
internal import Converter
internal import Estate

/// The servers of one wave whose copies start together: each waits until the others' copies are there, all stand on one
/// segment, and none is stopped before all were asked. Whoever fails on its way is not waited for.
actor WaveSegment {
    typealias Open =
        @Sendable (_ cards: Int, _ addresses: [String], _ seconds: Int) async throws -> BootSegment

    /// Who is still to come, or is there.
    private var members: Set<String>
    private var guests: [String: RehearsedNetwork] = [:]
    private var settled: Set<String> = []
    private var opened: Task<BootSegment, any Error>?
    private let bootSeconds: Int
    private let open: Open
    private let sleep: @Sendable (Double) async throws -> Void

    /// - Parameters:
    ///   - bootSeconds: that each has to start.
    ///   - open: makes the segment.
    init(
        _ members: [String], bootSeconds: Int, open: @escaping Open,
        sleep: @escaping @Sendable (Double) async throws -> Void
    ) {
        self.members = Set(members)
        self.bootSeconds = bootSeconds
        self.open = open
        self.sleep = sleep
    }

    /// Seconds between two looks.
    private static let glance = 0.25
    /// Seconds beyond the start that the segment is kept at most.
    private static let margin = 3600

    var count: Int { members.count }

    /// Waits for the others, and answers where its machine stands.
    func join(_ name: String, _ network: RehearsedNetwork) async throws -> BootPlace {
        if opened == nil { guests[name] = network }
        settled.remove(name)
        while opened == nil, !members.isSubset(of: guests.keys) { try await sleep(Self.glance) }
        let segment = try await segment()
        let order = guests.keys.sorted()
        let before = order.prefix { $0 != name }.map { guests[$0]?.cards.count ?? 0 }.reduce(0, +)
        return BootPlace(
            segment: segment, taps: network.cards.indices.map { BootSegment.card(before + $0) },
            proofs: network.planned, settle: { [self] in try await settle(name) })
    }

    /// One for all: whoever comes first makes it.
    private func segment() async throws -> BootSegment {
        if let opened { return try await opened.value }
        let addresses = SegmentAddresses.of(
            guests.keys.sorted().compactMap { guests[$0] }.map {
                SegmentAddresses.Guest(address: $0.address, gateway: $0.gateway)
            })
        let cards = guests.values.map(\.cards.count).reduce(0, +)
        let task = Task { [open, bootSeconds] in try await open(cards, addresses, bootSeconds + Self.margin) }
        opened = task
        return try await task.value
    }

    private func settle(_ name: String) async throws {
        settled.insert(name)
        while !members.isSubset(of: settled) { try await sleep(Self.glance) }
    }

    /// Its run has ended, however it did.
    func leave(_ name: String) async {
        members.remove(name)
        guard members.isEmpty, let opened else { return }
        if case .success(let segment) = await opened.result { await segment.close() }
    }
}
