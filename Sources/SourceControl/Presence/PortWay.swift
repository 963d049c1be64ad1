internal import Dispatch
internal import Glibc

/// A TCP connection to a port. A refusal and a reset are answers; they come from a machine that is on.
struct PortWay: Way {
    let name = "ssh port"
    let host: String
    let port: Int
    /// Milliseconds.
    var patience: Int32 = 3000

    func look() async -> WayAnswer {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: connectNow()) }
        }
    }

    private func connectNow() -> WayAnswer {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        guard code == 0, let first = found else { return .undecided("\(host): \(String(cString: gai_strerror(code)))") }
        defer { freeaddrinfo(first) }
        var (answers, next): ([WayAnswer], UnsafeMutablePointer<addrinfo>?) = ([], first)
        while let address = next {
            answers.append(connect(to: address.pointee))
            next = address.pointee.ai_next
        }
        return Self.worst(answers)
    }

    /// An answer at any of the name's addresses is an answer; silence is silence at all of them.
    static func worst(_ answers: [WayAnswer]) -> WayAnswer {
        answers.first { if case .answered = $0 { true } else { false } }
            ?? answers.first { $0 != .silent } ?? (answers.isEmpty ? .undecided("it has no address") : .silent)
    }

    private func connect(to address: addrinfo) -> WayAnswer {
        let file = socket(address.ai_family, address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue), address.ai_protocol)
        guard file >= 0 else { return .undecided(String(cString: strerror(errno))) }
        defer { close(file) }
        if Glibc.connect(file, address.ai_addr, address.ai_addrlen) == 0 { return .answered("it took a connection") }
        guard errno == EINPROGRESS else { return Self.meaning(of: errno) }
        var wait = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        let ready = poll(&wait, 1, patience)
        guard ready != 0 else { return .silent }
        guard ready > 0 else { return .undecided(String(cString: strerror(errno))) }
        var (error, length) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        guard getsockopt(file, SOL_SOCKET, SO_ERROR, &error, &length) == 0 else {
            return .undecided(String(cString: strerror(errno)))
        }
        return Self.meaning(of: error)
    }

    /// What the end of a connect says of the other side. `EHOSTUNREACH` is what our own kernel says when nobody on the
    /// wire claims the address.
    static func meaning(of error: Int32) -> WayAnswer {
        switch error {
        case 0: .answered("it took a connection")
        case ECONNREFUSED, ECONNRESET: .answered("it refused a connection")
        case ETIMEDOUT, EHOSTUNREACH: .silent
        default: .undecided(String(cString: strerror(error)))
        }
    }
}
