internal import CLinux
internal import Glibc
internal import Synchronization

/// What the probe thread shall do, with a bell that wakes it.
final class Orders: Sendable {
    enum Order: Sendable {
        case send
        /// Send no more; end when nothing waits.
        case settle
        case end
    }

    let bell: Int32
    private let order = Mutex(Order.send)

    init() {
        bell = clinux_bell()
    }

    deinit { close(bell) }

    var current: Order { order.withLock { $0 } }

    func give(_ next: Order) {
        order.withLock { $0 = next }
        clinux_ring(bell)
    }

    func hush() {
        clinux_hush(bell)
    }
}
