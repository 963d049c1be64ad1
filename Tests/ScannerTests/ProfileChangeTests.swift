import Estate
import Testing

@testable import Scanner

@Suite struct ProfileChangeTests {
    /// A plan made from yesterday's disk sizes overwrites or cuts off data.
    @Test func `a disk that grew and a service that came are changes`() {
        let now = ServerProfile.plain.withDisk { $0.bytes = 32 << 30 }.with {
            $0.listeners = .known([ListeningSocket(transport: "tcp", address: "0.0.0.0", port: 80, process: "nginx")])
        }
        let changes = ProfileChange.between(.plain, now)
        #expect(changes.map(\.what) == ["disk /dev/sda", "listener tcp 0.0.0.0:80"])
        #expect(changes[0].before == "17179869184 bytes, serial S1")
        #expect(changes[1].before == nil && changes[1].now == "nginx")
    }

    @Test func `uptime, load and free space are no changes`() {
        let now = ServerProfile.plain.with {
            $0.system.uptimeSeconds = .known(99_999)
            $0.scannedAt = Moment(seconds: 1_800_000_000)
            $0.mounts = .unknown(because: "df hung")
        }
        #expect(ProfileChange.between(.plain, now) == [])
    }
}
