import Estate
import Pool
import Synchronization

/// Two hosts after a move that broke. A host that is nil in `standings` does not answer.
final class BrokenPool: Pool {
    struct State {
        var standings: [String: Machine.State]
        /// What a host has of a machine's memory, where it is not all.
        var parts: [String: MachineCondition.Memory] = [:]
        /// Why a post-copy cannot be taken up again.
        var recoveryFails: String?
        var silent: Set<String> = []
        /// Answers every other question only, as a busy one does.
        var busy: String?
        var questions = 0
        /// Looks at the job that still find it running.
        var jobLooks = 0
        /// What the job says has travelled.
        var travelled: @Sendable () -> UInt64? = { nil }
        var acts: [String] = []
        /// How often more than one copy ran at once.
        var doubles = 0
        /// Questions after which a silent host answers.
        var wakesAfter = Int.max
        /// How the source answers when it is asked for the job.
        var jobAnswer = JobAnswer.prompt
        /// The pool's hosts, for moves whose record is missing.
        var hosts = ["a", "b"]
        /// An order that is taken and never answered.
        var hangsOn: String?
    }

    enum JobAnswer: Sendable {
        case prompt
        /// Answers after this time.
        case late(Duration)
        case never
        case fails
    }

    let name = "broken"
    let features: Features = []
    let state: Mutex<State>

    init(_ standings: [String: Machine.State], silent: Set<String> = [], jobLooks: Int = 0, wakesAfter: Int = .max) {
        state = Mutex(State(standings: standings, silent: silent, jobLooks: jobLooks, wakesAfter: wakesAfter))
    }

    var acts: [String] { state.withLock(\.acts) }

    func condition(of machine: String, on host: String) async throws -> MachineCondition? {
        try state.withLock { state in
            if state.busy == host {
                state.questions += 1
                if state.questions % 2 == 0 { throw Failure("ask", on: host, because: "no answer", next: "") }
            }
            if state.silent.contains(host) {
                state.wakesAfter -= 1
                if state.wakesAfter >= 0 { throw Failure("ask", on: host, because: "no answer", next: "") }
                state.silent.remove(host)
            }
            return state.standings[host].map { MachineCondition($0, memory: state.parts[host] ?? .whole) }
        }
    }

    func pause(_ machine: String, on host: String) async throws { try await change("pause", host, .paused) }
    func resume(_ machine: String, on host: String) async throws { try await change("resume", host, .running) }
    func powerOff(_ machine: String, on host: String) async throws { try await change("stop", host, .shutOff) }

    private func change(_ word: String, _ host: String, _ to: Machine.State) async throws {
        if state.withLock(\.hangsOn) == word { try await Task.sleep(for: .seconds(600)) }
        state.withLock { state in
            state.acts.append("\(word) \(host)")
            state.standings[host] = to
            if state.standings.values.count(where: { $0 == .running }) > 1 { state.doubles += 1 }
        }
    }

    func recoverPostCopy(_ request: MigrationRequest) async throws {
        try state.withLock { state in
            state.acts.append("recover")
            if let reason = state.recoveryFails { throw Failure("recover", on: "b", because: reason, next: "") }
            state.standings = [request.to: .running]
            state.parts = [:]
            state.jobLooks = 0
        }
    }

    func jobProgress(of machine: String, on host: String) async throws -> JobProgress? {
        switch state.withLock(\.jobAnswer) {
        case .prompt: break
        case .late(let time): try await Task.sleep(for: time)
        case .never: try await Task.sleep(for: .seconds(600))
        case .fails: throw Failure("ask for the job", on: host, because: "the daemon is busy", next: "")
        }
        return state.withLock { state in
            state.jobLooks -= 1
            return state.jobLooks >= 0 ? JobProgress(memoryProcessedBytes: state.travelled()) : nil
        }
    }

    func machines() async throws -> [Machine] {
        state.withLock(\.standings).sorted { $0.key < $1.key }.map { host, state in
            Machine(
                name: "dns", uuid: "u", host: host, state: state, vcpus: 1, memoryBytes: 1 << 29, disks: [], macs: [])
        }
    }

    func hosts() async throws -> [Host] {
        state.withLock { state in
            state.hosts.map { name in
                Host(
                    name: name, cpus: 4, memoryBytes: 1 << 33, freeMemoryBytes: 1 << 33, hypervisor: "kvm",
                    versions: [], reachable: !state.silent.contains(name))
            }
        }
    }

    func storage() async throws -> [StorageRepository] { [] }
    func define(_ definition: MachineDefinition, on host: String) async throws -> Machine { throw CancellationError() }
    func start(_ machine: String, on host: String, despiteSilenceOf dead: Set<String>) async throws {}
    func shutDown(_ machine: String, on host: String, within limit: Duration) async throws {}
    func undefine(_ machine: String, on host: String) async throws {}
    func load(over interval: Duration) async throws -> PoolLoad { PoolLoad(seconds: 1, machines: [], hosts: []) }
    func concerns(about request: MigrationRequest) async throws -> [Concern] { [] }
    func abortMigration(of machine: String, on host: String) async throws {}
    func migrate(
        _ request: MigrationRequest, events: @escaping @Sendable (MigrationEvent) -> Void
    ) async throws -> JobStatistics { throw CancellationError() }
}
