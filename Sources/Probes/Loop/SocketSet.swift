internal import CLinux

/// The sockets of one lane in the loop's epoll set. A closed socket leaves the set by itself.
struct SocketSet {
    let epoll: Int32
    let lane: Int

    func reading(_ descriptor: Int32) {
        clinux_watch(epoll, descriptor, 0, key(descriptor))
    }

    func writing(_ descriptor: Int32) {
        clinux_watch(epoll, descriptor, 1, key(descriptor))
    }

    func turnToReading(_ descriptor: Int32) {
        clinux_turn_to_reading(epoll, descriptor, key(descriptor))
    }

    /// Lane and descriptor in one number, as epoll gives it back.
    private func key(_ descriptor: Int32) -> UInt64 {
        UInt64(lane) << 32 | UInt64(UInt32(bitPattern: descriptor))
    }

    static func split(_ key: UInt64) -> (lane: Int, descriptor: Int32) {
        (Int(key >> 32), Int32(bitPattern: UInt32(truncatingIfNeeded: key)))
    }
}
