import Testing

@testable import Guestfs

/// What a user loses if these fail: an image that cannot be opened is a crash, or a message without its name.
@Suite struct SessionTests {
    @Test func `an image that is not there is an error with its name and errno`() throws {
        let session = try Session(ApplianceSettings())
        let error = #expect(throws: GuestfsError.self) {
            try session.add(Drive(.file("/nonexistent/disk.img"), format: "raw", readOnly: true))
        }
        #expect(error?.message.contains("/nonexistent/disk.img") == true)
        #expect(error?.reason == .library(errno: 2))
    }

    @Test func `a drive behind an NBD socket is accepted before the server is there`() throws {
        let session = try Session(ApplianceSettings())
        try session.add(Drive(.nbd(socket: "/nonexistent/nbd.sock"), format: "raw", readOnly: false))
    }

    @Test func `a format that is not a plain word is refused`() throws {
        let session = try Session(ApplianceSettings())
        #expect(throws: GuestfsError.self) {
            try session.add(Drive(.nbd(socket: "/x"), format: "raw,file=/etc/shadow", readOnly: true))
        }
    }

    /// A link on a damaged file system was taken for no link, and the guest was adapted as if it were not there.
    @Test func `a link that cannot be read is a question without an answer`() throws {
        let session = try Session(ApplianceSettings())
        let error = #expect(throws: GuestfsError.self) { try session.target(ofLink: "/etc/resolv.conf") }
        #expect(session.unanswered == [error])
    }

    @Test func `a watchdog that ran out explains the broken connection`() {
        let watchdog = Watchdog(seconds: 3600)
        watchdog.end(because: .limit)
        let error = watchdog.explanation(of: GuestfsError("read", "connection lost", .library(errno: 0)))
        #expect((error as? GuestfsError)?.reason == .timedOut)
    }

    @Test func `a watchdog that was not needed changes no error`() {
        let watchdog = Watchdog(seconds: 3600)
        let lost = GuestfsError("read", "no such file", .library(errno: 2))
        #expect(watchdog.explanation(of: lost) as? GuestfsError == lost)
    }
}
