import Estate
import Foundation
import Scanner
import Shell
import Store
import Testing

/// Three machines that talk: web → app all the time, app → database for a moment each second. Real sockets, real sshd.
@Suite(
    .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil), .serialized, .timeLimit(.minutes(5)))
struct DependencyFlowTests {
    private static let serve = """
        use IO::Socket::INET; $SIG{CHLD} = 'IGNORE';
        sub serve { my ($name, $port) = @_; return if fork; $0 = $name;
          my $s = IO::Socket::INET->new(LocalPort => $port, Listen => 5, ReuseAddr => 1) or die;
          while (1) { my $c = $s->accept or next; if (!fork) { while (<$c>) {} exit } close $c } }
        sub ask { my ($address, $port) = @_;
          my $c; until ($c = IO::Socket::INET->new(PeerAddr => $address, PeerPort => $port, Timeout => 1)) { sleep 1 }
          return $c }

        """

    /// Servers that belong together must be found, or a move takes half of an application.
    @Test func `who talks to whom is seen over time, and exported in every form`() async throws {
        let lab = try await ScanLab()
        let machines = [
            try await NamespaceServer(
                "db", number: 3, folder: lab.folder, program: Self.serve + "serve('mysqld', 3306); sleep 600"),
            try await NamespaceServer(
                "app", number: 2, folder: lab.folder,
                program: Self.serve
                    + "serve('java', 8080); while (1) { my $c = ask('10.201.0.3', 3306); select undef, undef, undef, 0.5; close $c; sleep 1 }"
            ),
            try await NamespaceServer(
                "web", number: 1, folder: lab.folder,
                program: Self.serve + "serve('nginx', 80); my $c = ask('10.201.0.2', 8080); sleep 600"),
        ]
        do {
            try await check(lab, machines)
        } catch {
            await stop(machines)
            throw error
        }
        await stop(machines)
    }

    private func stop(_ machines: [NamespaceServer]) async {
        for machine in machines { await machine.stop() }
        _ = try? await Shell.run(Command("ip", "link", "del", NamespaceServer.bridge))
    }

    private func check(_ lab: ScanLab, _ machines: [NamespaceServer]) async throws {
        let p2v = ProcessInfo.processInfo.environment["P2V_BIN"] ?? ".build/debug/p2v"
        let store = lab.folder + "/store.sqlite"
        try await Task.sleep(for: .seconds(2))
        try await Shell.check(
            Command(
                [p2v, "scan", "--accept-new", "--ssh-config", lab.configuration, "--store", store, "--watch"]
                    + ["--interval", "1", "--duration", "20"] + machines.map { "root@\($0.address)" }))
        func export(_ format: String) async throws -> String {
            try await Shell.check(Command(p2v, "dependencies", "--store", store, "--format", format))
        }
        let map = try JSONDecoder().decode(DependencyMap.self, from: Data(try await export("json").utf8))
        #expect(map.groups == [["app", "db", "web"]])
        let edges = Set(map.edges.map { "\($0.client) \($0.server) \($0.port) \($0.process ?? "")" })
        #expect(edges.isSuperset(of: ["web app 8080 java", "app db 3306 mysqld"]))
        #expect(try await export("csv").contains("web,app,tcp,8080,java,"))
        #expect(try await export("dot").contains("\"app\" -> \"db\" [label=\"tcp/3306 mysqld\"]"))
        let picture = try await export("svg")
        #expect(picture.contains("tcp/8080 java") && picture.hasSuffix("</svg>\n"))
        let series = try await Store(path: store).series(of: "app")
        #expect(series.flatMap(\.samples).contains { $0?.processors?.isEmpty == false })
    }
}
