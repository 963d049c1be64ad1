/// What the operator chose.
package struct ConversionOptions: Sendable, Hashable {
    /// Go on with images that are there.
    package var resume: Bool
    /// Leave the source running. Only where the VM cannot meet it: an isolated network.
    package var keepSource: Bool
    /// Seconds until the started VM must have answered every probe.
    package var bootSeconds: Int
    /// Seconds that the last pass may be expected to take without the service; nil for any.
    package var longestOutage: Double?
    /// Stop the service although nobody could say beforehand whether the copy would start. A link of the start that is
    /// known to be broken refuses all the same.
    package var acceptsUnjudged: Bool
    /// Start the warm copy once on overlays before the service stops; otherwise it is only looked at.
    package var rehearses: Bool
    /// End there: no service is stopped.
    package var rehearsesOnly = false

    package init(
        resume: Bool = false, keepSource: Bool = false, bootSeconds: Int = 600, longestOutage: Double? = nil,
        acceptsUnjudged: Bool = false, rehearses: Bool = true
    ) {
        self.resume = resume
        self.keepSource = keepSource
        self.bootSeconds = bootSeconds
        self.longestOutage = longestOutage
        self.acceptsUnjudged = acceptsUnjudged
        self.rehearses = rehearses
    }
}
