internal import Estate

/// One "what if": a change to a request, and what the plan would then be.
package struct Scenario: Sendable {
    package var name: String
    package var change: @Sendable (inout PlanRequest) -> Void

    package init(_ name: String, change: @escaping @Sendable (inout PlanRequest) -> Void) {
        self.name = name
        self.change = change
    }

    /// What came of it.
    package struct Outcome: Sendable, Hashable, Codable {
        package var scenario: String
        /// nil where there is no plan; then `refused` says why.
        package var hostsUsed: Int?
        package var hostsLowerBound: Int?
        /// Percent of the tightest host's memory after headroom, and of its CPU in its busiest hour.
        package var memoryPercent: Int?
        package var corePercent: Int?
        /// More servers of the median size that would fit on the pool's hosts.
        package var moreFit: Int?
        package var refused: String?
    }

    package func run(_ request: PlanRequest, solver: PackingSolver) async -> Outcome {
        var changed = request
        change(&changed)
        do throws(Failure) {
            let plan = try await PlanMaker.plan(changed, solver: solver)
            let room = HostRoom(plan: plan, request: changed)
            return Outcome(
                scenario: name, hostsUsed: plan.hostsUsed, hostsLowerBound: plan.hostsLowerBound,
                memoryPercent: room.tightestMemory, corePercent: room.tightestCores, moreFit: room.moreFit())
        } catch {
            let lines = error.because.split(separator: "\n").map { $0.drop { $0 == " " } }
            return Outcome(scenario: name, refused: lines.joined(separator: "; "))
        }
    }

    /// Load and memory of every server grow by this share.
    package static func growth(_ percent: Double) -> Scenario {
        Scenario("growth \(Int(percent)) %") { request in
            let factor = 1 + percent / 100
            request.policy.comfort *= factor
            for at in request.profiles.indices {
                // What is measured grows beyond today's threads as well; a VM can use no more than it has.
                if request.history[request.profiles[at].name]?.isEmpty == false,
                    var processor = request.profiles[at].hardware.processor.value
                {
                    processor.threads = Int((Double(processor.threads) * factor).rounded(.up))
                    request.profiles[at].hardware.processor = .known(processor)
                }
                guard let bytes = request.profiles[at].hardware.memoryBytes.value else { continue }
                request.profiles[at].hardware.memoryBytes = .known(UInt64(Double(bytes) * factor))
            }
        }
    }

    /// The pool's first hosts only, or the last one repeated.
    package static func hosts(_ count: Int) -> Scenario {
        Scenario("\(count) hosts") { request in
            let model = request.hosts.last
            request.hosts = Array(request.hosts.prefix(count))
            while request.hosts.count < count, var more = model {
                more.name = "new\(request.hosts.count + 1)"
                more.freeMemoryBytes = more.memoryBytes
                request.hosts.append(more)
            }
        }
    }

    /// So many hosts may be lost together.
    package static func fail(_ count: Int) -> Scenario {
        Scenario("loss of \(count)") { $0.policy.survive = count }
    }

    package static func percentile(_ percent: Double) -> Scenario {
        Scenario("p\(Int(percent))") { $0.policy.percentile = percent }
    }
}
