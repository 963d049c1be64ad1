/// How a server's disk is read.
public struct SourceOptions: Sendable, Hashable, Codable {
    /// Most bytes a second read from the disk; nil is as fast as it goes.
    public var bytesPerSecond: UInt64?
    /// Copy what file systems call free, too.
    public var wholeDevice: Bool
    /// How often a lost connection is made again before the copy stops.
    public var reconnects: Int

    public init(bytesPerSecond: UInt64? = nil, wholeDevice: Bool = false, reconnects: Int = 5) {
        self.bytesPerSecond = bytesPerSecond
        self.wholeDevice = wholeDevice
        self.reconnects = reconnects
    }

    var arguments: [String] {
        (bytesPerSecond.map { ["--limit", String($0)] } ?? []) + (wholeDevice ? ["--whole"] : [])
    }
}
