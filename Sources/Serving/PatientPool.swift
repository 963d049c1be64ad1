internal import FlyingSocks
internal import Foundation

/// Ends a connection whose other side says nothing, or takes nothing, for so long: each holds a descriptor of this process,
/// and a page that nobody can open any more is one on which nobody is called at night.
struct PatientPool<Pool: AsyncSocketPool>: AsyncSocketPool {
    private struct TooSlow: Error {}

    let pool: Pool
    let limit: Duration

    func prepare() async throws { try await pool.prepare() }

    func run() async throws { try await pool.run() }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        // Whoever listens may wait for ever.
        if Self.isListening(socket) { return try await pool.suspendSocket(socket, untilReadyFor: events) }
        try await withThrowingTaskGroup(of: Void.self) { [pool, limit] group in
            defer { group.cancelAll() }
            group.addTask { try await pool.suspendSocket(socket, untilReadyFor: events) }
            group.addTask {
                try await Task.sleep(for: limit)
                throw TooSlow()
            }
            try await group.next()
        }
    }

    private static func isListening(_ socket: Socket) -> Bool {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(socket.file.rawValue, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) == 0 && value != 0
    }
}
