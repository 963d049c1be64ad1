internal import CLinux
internal import Estate
internal import Glibc

/// A socket that never waits, closed when nobody holds it.
final class Descriptor {
    let number: Int32

    private init(_ number: Int32) {
        self.number = number
    }

    deinit { close(number) }

    static func open(_ family: Int32, _ type: __socket_type, _ transport: Int32) -> Descriptor? {
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(family, Int32(type.rawValue) | flags, transport)
        return number >= 0 ? Descriptor(number) : nil
    }

    /// True when connected, or on the way.
    func connect(to endpoint: Endpoint) -> Bool {
        endpoint.withAddress { Glibc.connect(number, $0, $1) } == 0 || errno == EINPROGRESS
    }

    /// The outcome of a connect that was on the way: 0, or errno.
    var pendingError: Int32 {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(number, SOL_SOCKET, SO_ERROR, &value, &size) == 0 ? value : errno
    }

    /// Bytes taken by the kernel; negative errno otherwise.
    func send(_ bytes: [UInt8]) -> Int {
        let sent = bytes.withUnsafeBytes { Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        return sent >= 0 ? sent : -Int(errno)
    }

    /// Bytes read into `buffer` and their age in nanoseconds where the kernel stamped them; negative errno otherwise.
    func receive(_ buffer: inout [UInt8]) -> (length: Int, age: UInt64) {
        var age: Int64 = 0
        let length = buffer.withUnsafeMutableBytes { clinux_receive(number, $0.baseAddress, UInt($0.count), &age) }
        return (length, UInt64(age))
    }

    func set(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
