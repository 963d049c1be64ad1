package import Estate
package import Shell

/// How the scan of one server ended.
package struct ScanOutcome: Sendable {
    package var address: SSHAddress
    package var result: Result<ScannedServer, Failure>
    /// Seconds that this server took, on our monotonic clock.
    package var seconds: Double

    package init(address: SSHAddress, result: Result<ScannedServer, Failure>, seconds: Double) {
        self.address = address
        self.result = result
        self.seconds = seconds
    }
}
