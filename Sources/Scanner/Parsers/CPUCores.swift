/// How many cores /proc/cpuinfo of x86 tells of.
struct CPUCores {
    private struct Socket {
        var threads = 0
        var ids: Set<String> = []
        /// `cpu cores` and `siblings`, which the kernel writes for each socket.
        var cores: Int?
        var siblings: Int?
        /// Two threads of the socket say different things.
        var contradicts = false
    }

    private var sockets: [String: Socket] = [:]
    private var socket = "0"

    var socketCount: Int { max(1, sockets.count) }

    /// A new `processor` line.
    mutating func begin() { socket = "0" }

    mutating func add(_ key: String, _ value: String) {
        switch key {
        case "physical id":
            socket = value
            sockets[socket, default: Socket()].threads += 0
        case "siblings": sockets[socket, default: Socket()].siblings = Int(value)
        case "cpu cores":
            let told = Int(value)
            if let before = sockets[socket]?.cores, before != told { sockets[socket]?.contradicts = true }
            sockets[socket, default: Socket()].cores = told
        case "core id":
            sockets[socket, default: Socket()].ids.insert(value)
            sockets[socket, default: Socket()].threads += 1
        default: break
        }
    }

    /// Nil where the text does not tell: ids that repeat in a socket (AMD's dies of one package) while some of its threads
    /// are not listed, or figures that contradict each other.
    ///
    /// - Parameter threads: `processor` lines.
    func count(threads: Int) -> Int? {
        // Kernels without SMP and some hypervisors write no ids: each processor stands for itself.
        if sockets.values.allSatisfy({ $0.ids.isEmpty }) { return threads }
        var sum = 0
        for socket in sockets.values {
            guard let cores = Self.cores(socket) else { return nil }
            sum += cores
        }
        return sum <= threads ? sum : nil
    }

    private static func cores(_ socket: Socket) -> Int? {
        guard !socket.contradicts, let told = socket.cores else { return socket.cores == nil ? socket.ids.count : nil }
        if told == socket.ids.count { return told }
        // All threads are listed: what the kernel counted holds, and its ids repeat.
        return socket.threads == socket.siblings && told > socket.ids.count ? told : nil
    }
}
