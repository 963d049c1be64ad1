/// How a server's disk is read.
package struct SourceOptions: Sendable, Hashable, Codable {
    /// Most bytes a second read from the disk; nil is as fast as it goes.
    package var bytesPerSecond: UInt64?
    /// Copy what file systems call free, too.
    package var wholeDevice: Bool
    /// How often a connection that was made may be lost again by one and the same read before the copy stops.
    package var reconnects: Int
    /// Seconds that the source may owe answers without a sign of life; then the connection counts as lost.
    package var patience: Int
    /// Watch what is written, so that later passes need not look for it.
    package var trace: Bool
    /// Whether ssh compresses what travels.
    package var compression = Compression.asConfigured

    package enum Compression: String, Sendable, Hashable, Codable, CaseIterable {
        /// As the settings of ssh say.
        case asConfigured = "ssh"
        case always
        /// What a trial on the disk's own data finds quicker.
        case measured = "auto"
    }

    package static let defaultPatience = 120

    package init(
        bytesPerSecond: UInt64? = nil, wholeDevice: Bool = false, reconnects: Int = 5, patience: Int = defaultPatience,
        trace: Bool = false
    ) {
        self.bytesPerSecond = bytesPerSecond
        self.wholeDevice = wholeDevice
        self.reconnects = reconnects
        self.patience = patience
        self.trace = trace
    }

    var arguments: [String] {
        (bytesPerSecond.map { ["--limit", String($0)] } ?? []) + (wholeDevice ? ["--whole"] : [])
            + (trace ? ["--trace"] : [])
    }
}
