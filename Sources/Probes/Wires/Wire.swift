/// One way to ask and to be answered; knows nothing of timing. Lives on the probe thread.
protocol Wire: AnyObject {
    /// Sends probe `number`. False when this machine refuses at once.
    func send(_ number: Int, _ sockets: SocketSet) -> Bool
    /// Something happened on a socket of this wire.
    func ready(_ descriptor: Int32, _ sockets: SocketSet, _ ended: Ended)
    /// Nobody waits for this probe any more.
    func forget(_ number: Int)
}

/// How a wire tells that a probe ended: its number, how, and how many nanoseconds ago.
typealias Ended = (_ number: Int, _ outcome: ProbeSample.Outcome, _ age: UInt64) -> Void
