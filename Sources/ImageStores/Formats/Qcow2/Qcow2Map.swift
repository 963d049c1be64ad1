internal import BlockExport

/// Which clusters of the disk are in the file, and where. 8 bytes for each 2 MiB of the disk.
struct Qcow2Map {
    static let nowhere = UInt32.max

    let layout: Qcow2Layout
    /// For each region of the disk its place in the file, or ``nowhere``.
    private(set) var places: [UInt32]
    /// For each region of the disk which of its clusters are there, lowest bit first.
    private(set) var present: [UInt32]
    private var nextPlace: UInt32 = 0

    init(_ layout: Qcow2Layout) {
        self.layout = layout
        places = [UInt32](repeating: Self.nowhere, count: layout.regions)
        present = [UInt32](repeating: 0, count: layout.regions)
    }

    /// Where the last region of the file ends.
    var end: UInt64 { layout.regionOffset(nextPlace) }
    var usedPlaces: Int { Int(nextPlace) }

    /// A region's offset in the file; a new one if it has none.
    mutating func offset(makingRegion region: Int) -> UInt64 {
        if places[region] == Self.nowhere {
            places[region] = nextPlace
            nextPlace += 1
        }
        return layout.regionOffset(places[region])
    }

    func offset(ofRegion region: Int) -> UInt64? {
        places[region] == Self.nowhere ? nil : layout.regionOffset(places[region])
    }

    func has(_ cluster: Int) -> Bool {
        present[cluster / Qcow2Layout.regionClusters] & (1 << UInt32(cluster % Qcow2Layout.regionClusters)) != 0
    }

    mutating func set(_ clusters: Range<Int>, present there: Bool) {
        for cluster in clusters {
            let bit: UInt32 = 1 << UInt32(cluster % Qcow2Layout.regionClusters)
            if there {
                present[cluster / Qcow2Layout.regionClusters] |= bit
            } else {
                present[cluster / Qcow2Layout.regionClusters] &= ~bit
            }
        }
    }

    /// A cluster's entry in its L2 table when it is there.
    func entry(_ cluster: Int) -> UInt64 {
        let region = cluster / Qcow2Layout.regionClusters
        let within = UInt64(cluster % Qcow2Layout.regionClusters) * Qcow2Layout.clusterBytes
        return (layout.regionOffset(places[region]) + within) | Qcow2Entry.copied
    }

    /// Takes an entry that was read from a table; false when we would not have written it so.
    mutating func take(_ entry: UInt64, for cluster: Int) -> Bool {
        let offset = entry & Qcow2Entry.offsetMask
        let region = cluster / Qcow2Layout.regionClusters
        let within = UInt64(cluster % Qcow2Layout.regionClusters) * Qcow2Layout.clusterBytes
        guard entry == offset | Qcow2Entry.copied, region < places.count, offset >= layout.firstRegion + within,
            (offset - within - layout.firstRegion) % Qcow2Layout.regionBytes == 0
        else { return false }
        let place = UInt32((offset - within - layout.firstRegion) / Qcow2Layout.regionBytes)
        guard places[region] == Self.nowhere || places[region] == place else { return false }
        places[region] = place
        nextPlace = max(nextPlace, place + 1)
        set(cluster..<(cluster + 1), present: true)
        return true
    }

    /// For each region of the file which of its clusters are in use; nil when two regions claim one place.
    func usedByPlace() -> [UInt32]? {
        var used = [UInt32](repeating: 0, count: Int(nextPlace))
        for (region, place) in places.enumerated() where place != Self.nowhere {
            guard used[Int(place)] == 0 else { return nil }
            used[Int(place)] = present[region]
        }
        return used
    }
}
