/// How many live migrations may run at once. A 1 GbE link takes one or two; each more multiplies the time that dirty
/// pages have to pile up.
package struct MoveLimits: Sendable, Hashable, Codable {
    package var total: Int
    /// In and out of one host together.
    package var perHost: Int

    package init(total: Int = 2, perHost: Int = 1) {
        self.total = total
        self.perHost = perHost
    }
}
