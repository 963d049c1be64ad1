internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Operations
internal import Serving

/// `p2v serve`: observes the pool all the time.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Observe the pool all the time: keep its load for planning, and show it to Prometheus.",
        discussion: """
            GET /metrics answers the last observation. Balancing uses what is kept (the policy's window). Ctrl-C ends it; \
            what was observed is kept. Only this machine can ask unless --listen says otherwise: there is no password.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "Seconds of one observation.")
    var interval = 60.0

    @Option(help: "The policy file, whose rules decide whether a host may be lost.")
    var policy: String?

    @Option(help: "Where to listen: an IPv4 address and a port.")
    var listen = "127.0.0.1:9178"

    @Option(help: "End after this many seconds; never when absent.")
    var duration: Double?

    func validate() throws {
        guard interval >= 1, interval <= 3600 else { throw ValidationError("--interval is 1 to 3600 seconds") }
        try check(.init("--duration", duration, 0.1...1e9))
        guard place != nil else { throw ValidationError("--listen is an IPv4 address and a port: 127.0.0.1:9178") }
    }

    func run() async throws {
        guard let place else { return }
        let file = try policy.map { try BalancePolicyFile(reading: $0) } ?? BalancePolicyFile()
        let page = MetricsPage()
        let server: PageServer
        do { server = try PageServer(address: place.address, port: place.port) { await page.answer($0) } } catch {
            throw Self.refused(error, listen, "--listen")
        }
        let watch = try PoolWatch(
            in: global.workspace, policy: file, show: { await page.show($0.text) },
            events: { event in
                switch event {
                case .notObserved(let error): Self.say("the pool was not observed: \(error)")
                case .marksUnknown(let reason): Self.say("\(PoolObserver.marksUnknown)\(reason)")
                }
            })
        let (interval, duration) = (interval, duration)
        Self.say("metrics at http://\(listen)/metrics")
        try await Self.serve(server, listen, "--listen") { try await watch.run(interval: interval, for: duration) }
    }

    /// Serves beside `work` until one of them ends.
    static func serve(
        _ server: PageServer, _ address: String, _ option: String,
        beside work: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await server.run() } catch { if !Task.isCancelled { throw refused(error, address, option) } }
            }
            group.addTask { try await work() }
            _ = try await group.next()
            group.cancelAll()
        }
        if Task.isCancelled { throw Exit.Signal(exit: .interrupted) }
    }

    private static func say(_ text: String) {
        complain(Sanitised.line(text))
    }

    private var place: (address: String, port: UInt16)? {
        let parts = listen.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let port = UInt16(parts[1]), !parts[0].isEmpty else { return nil }
        return (String(parts[0]), port)
    }

    static func refused(_ error: any Error, _ address: String, _ option: String) -> Failure {
        Failure(
            "listen", on: address, because: "\(error)", next: "choose another address or port with \(option)",
            exit: .refused)
    }
}
