import Estate
import Testing

@testable import Scanner

/// What a user loses if these fail: the last writes of a service that nobody stopped, or a shell command that a server made up.
@Suite struct `The unit of who listens` {
    private func unit(_ group: String) -> String? {
        let line =
            "tcp LISTEN 0 128 0.0.0.0:7000 0.0.0.0:* users:((\"perl\",pid=312,fd=3)) ino:1 sk:2 cgroup:\(group) <->"
        return SocketList.ss("Netid State Recv-Q Send-Q Local Peer Process\n\(line)\n")?.listeners.first?.unit
    }

    @Test func `is read from its control group`() {
        #expect(unit("/system.slice/db01.service") == "db01.service")
        #expect(
            unit("/system.slice/system-postgresql.slice/postgresql@15-main.service") == "postgresql@15-main.service")
    }

    @Test func `is not known for sessions, containers, users' own, and no group at all`() {
        for group in [
            "/", "unreachable:3f", "/user.slice/user-0.slice/session-3.scope",
            "/user.slice/user-1000.slice/user@1000.service/app.slice/app.service",
            "/system.slice/docker-3fa9.scope", "/machine.slice/a.service",
        ] { #expect(unit(group) == nil, "\(group)") }
    }

    @Test func `is not taken when a shell would read more than a name in it`() {
        for name in ["a;reboot", "$(reboot)", "a b", "`id`", "-x", "a|b", "x\\x2dy", "../../a"] {
            #expect(
                unit("/system.slice/\(name).service").map { !$0.contains { ";$`|\\ ".contains($0) } } ?? true, "\(name)"
            )
        }
        #expect(unit("/system.slice/$(reboot).service") == nil && unit("/system.slice/-x.service") == nil)
    }
}
