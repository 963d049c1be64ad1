/// How many live migrations may run at once. A 1 GbE link takes one or two; each more multiplies the time that dirty
/// pages have to pile up.
public struct MoveLimits: Sendable, Hashable, Codable {
    public var total: Int
    /// In and out of one host together.
    public var perHost: Int

    public init(total: Int = 2, perHost: Int = 1) {
        self.total = total
        self.perHost = perHost
    }
}
