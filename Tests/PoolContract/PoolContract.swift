package import Estate
package import Pool
internal import Synchronization

/// # PoolContract: what every pool promises
///
/// One list of promises, written once and kept by every implementation: simulated in the unit tests, libvirt's in the
/// lab's. A promise is a sentence and a check that throws ``Broken`` when the pool does not keep it.
///
/// ```
/// PoolContract.promises × Subject (a pool, two hosts, machines that may be made) → kept, or Broken(why)
/// ```
package enum PoolContract {
    package struct Promise: Sendable, CustomStringConvertible {
        package var sentence: String
        /// Features without which the promise says nothing.
        package var needs: Features
        package var keep: @Sendable (Subject) async throws -> Void
        /// It says nothing of a pool with one host.
        var needsTwoHosts = false

        package var description: String { sentence }

        init(
            _ sentence: String, needs: Features = [], keep: @escaping @Sendable (Subject) async throws -> Void
        ) {
            self.sentence = sentence
            self.needs = needs
            self.keep = keep
        }
    }

    /// A pool under test.
    package struct Subject: Sendable {
        package var pool: any Pool
        /// Two hosts that can be used.
        package var first: String
        package var second: String
        /// A definition of a machine of this name that nothing else uses; its images exist.
        package var definition: @Sendable (_ name: String) async throws -> MachineDefinition
        /// A running machine's guest is far enough to be migrated.
        package var settle: @Sendable () async throws -> Void

        package init(
            pool: any Pool, first: String, second: String,
            definition: @escaping @Sendable (String) async throws -> MachineDefinition,
            settle: @escaping @Sendable () async throws -> Void = {}
        ) {
            self.pool = pool
            self.first = first
            self.second = second
            self.definition = definition
            self.settle = settle
        }
    }

    package struct Broken: Error, CustomStringConvertible {
        package var description: String
    }

    package static let promises =
        inventory + life + identity + checks + starts + links
        + migration.map { promise in
            var promise = promise
            promise.needsTwoHosts = true
            return promise
        }

    /// Runs one promise and removes what it left, whatever happened. What others make meanwhile stays: only machines of
    /// its own definitions are removed.
    package static func check(_ promise: Promise, on subject: Subject) async throws {
        guard subject.pool.features.isSuperset(of: promise.needs) else { return }
        guard !promise.needsTwoHosts || subject.first != subject.second else { return }
        let own = Mutex<Set<String>>([])
        var subject = subject
        subject.definition = { [make = subject.definition] name in
            let definition = try await make(name)
            own.withLock { _ = $0.insert(definition.uuid.lowercased()) }
            return definition
        }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await promise.keep(subject))
        } catch {
            outcome = .failure(error)
        }
        let mine = own.withLock(\.self)
        for machine in try await subject.pool.machines() where mine.contains(machine.uuid.lowercased()) {
            try await subject.pool.powerOff(uuid: machine.uuid, on: machine.host)
            try await subject.pool.undefine(uuid: machine.uuid, on: machine.host)
        }
        try outcome.get()
    }

    static func require(_ condition: Bool, _ otherwise: @autoclosure () -> String) throws(Broken) {
        if !condition { throw Broken(description: otherwise()) }
    }

    /// The action has to fail with a ``Failure`` that speaks of `word`.
    static func refused(
        _ word: String, _ action: () async throws -> Void
    ) async throws {
        do {
            try await action()
        } catch let failure as Failure {
            try require(
                "\(failure)".contains(word) && !failure.next.isEmpty,
                "the refusal does not speak of \"\(word)\": \(failure)")
            return
        }
        throw Broken(description: "it was not refused (\(word))")
    }
}
