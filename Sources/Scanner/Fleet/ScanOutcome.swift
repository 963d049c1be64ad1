public import Estate
public import Shell

/// How the scan of one server ended.
public struct ScanOutcome: Sendable {
    public var address: SSHAddress
    public var result: Result<ScannedServer, Failure>
    /// Seconds that this server took, on our monotonic clock.
    public var seconds: Double

    public init(address: SSHAddress, result: Result<ScannedServer, Failure>, seconds: Double) {
        self.address = address
        self.result = result
        self.seconds = seconds
    }
}
