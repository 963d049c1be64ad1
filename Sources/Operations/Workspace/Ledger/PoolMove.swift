package import Estate

/// A live migration that was begun, and when it was made. One that was begun and never settled may have been made: its
/// run was killed.
package struct PoolMove: Sendable, Hashable, Codable {
    package var vm: String
    package var from: String
    package var to: String
    /// Why it moved: `balance`, `evacuate/hosta`, `migrate`.
    package var run: String
    package var begunAt: Moment
    package var madeAt: Moment?

    package init(vm: String, from: String, to: String, run: String, begunAt: Moment, madeAt: Moment? = nil) {
        self.vm = vm
        self.from = from
        self.to = to
        self.run = run
        self.begunAt = begunAt
        self.madeAt = madeAt
    }
}
