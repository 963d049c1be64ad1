internal import Estate
internal import Shell

/// # Lab: a pool on one machine, made of real parts
///
/// For trying p2v and for its tests, with nothing but Debian packages. Every node lives in Linux namespaces of its own;
/// nothing has a leg in the machine's own network, and nothing has a name outside the cache folder, so that removing
/// the lab is ending its processes and deleting one folder.
///
/// ```
///   mgmt 10.77.0.1      nfs1 10.77.0.2      hosta 10.77.0.11     hostb 10.77.0.12     dns01 10.77.0.53
///   the console         ganesha, /sr        libvirtd, QEMU       libvirtd, QEMU       a "physical" server
///        │                   │                   │                    │                    │
///   ─────┴───────────────────┴──────── switch: br0 ───────────────────┴────────────────────┘
///
///   a room has three more: web01 10.77.0.54 asks db01 10.77.0.55, old01 10.77.0.56 asks web01; dns01 tells their names
///
///   Layout, Node, LabFile, Image      what the lab is: pure
///   LabStatus                         what runs, from the process table: pure
///   Lab+Up, +Down, +Exec, …           what is done about it
/// ```
///
/// A node is found again by the mark in the environment of its processes (`P2V_LAB_PART`), never by a remembered
/// process number.
package struct Lab: Sendable {
    package let settings: LabSettings
    let layout: Layout
    let report: @Sendable (LabEvent) -> Void

    /// - Parameter report: hears of each step; must return at once.
    package init(_ settings: LabSettings, report: @escaping @Sendable (LabEvent) -> Void = { _ in }) {
        self.settings = settings
        self.layout = Layout(cache: settings.cache)
        self.report = report
    }

    /// The pool file that the console's `P2V_POOL` names.
    package var poolFile: String { layout.poolFile }

    /// Runs one named step, and reports it and how long it took.
    func step<Value>(_ title: String, _ work: () async throws -> Value) async throws -> Value {
        report(.began(title))
        let began = ContinuousClock.now
        let ticker = Task { [report] in
            while true {
                try await Task.sleep(for: .seconds(1))
                report(.running(title, seconds: (ContinuousClock.now - began) / .seconds(1)))
            }
        }
        defer { ticker.cancel() }
        let value = try await work()
        ticker.cancel()
        report(.ended(title, seconds: (ContinuousClock.now - began) / .seconds(1)))
        return value
    }

    /// Asks `question` until the answer is yes.
    ///
    /// - Parameter alive: what must stay true meanwhile; a node that has ended will not answer any more.
    func wait(
        for subject: String, seconds: Int, log: String, alive: () throws -> Bool = { true },
        _ question: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            if try await question() { return }
            guard try alive() else {
                throw Failure("start \(subject)", on: "the lab", because: "it ended", next: "read \(log)")
            }
            guard ContinuousClock.now < deadline else {
                throw Failure(
                    "start \(subject)", on: "the lab", because: "no answer for \(seconds) s", next: "read \(log)")
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}

/// What the lab tells while it works.
package enum LabEvent: Sendable, Hashable {
    case began(String)
    /// Every second of a step.
    case running(String, seconds: Double)
    case ended(String, seconds: Double)
    case note(String)
}
