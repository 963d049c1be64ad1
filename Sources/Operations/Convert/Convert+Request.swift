package import Converter
package import Dispatcher
package import Estate

extension Convert {
    /// Which servers of which plan, and how.
    package struct Request: Sendable {
        package enum Mode: Sendable, Hashable {
            case perform
            /// Copy, start the copies on overlays, and end there: no service is stopped.
            case rehearse
            /// - Parameter discard: also what a VM wrote since the source is off.
            case undo(discard: Bool)
            case preview
        }

        package var plan: Plan
        /// As the operator calls it; kept with the VM.
        package var planName: String
        /// All when none is named.
        package var servers: [String]
        package var mode: Mode
        package var options: ConversionOptions
        /// The operator vouches for it: the source is off and has not worked since its service was stopped.
        package var sourceIsOff: Bool
        /// When services may be stopped; nil: as soon as a copy is warm.
        package var cutOver: CutOverTime?
        /// Copies at a time, and cut-overs at a time.
        package var parallel = Self.usualParallel
        /// Each copy has an appliance on this machine for a while, and all share one link: two keep a small console well.
        package static let usualParallel = 2
        /// What all copies together may send; nil: as fast as it goes.
        package var limit: RateLimit?
        /// So many failed servers of a wave end it; nil: none does.
        package var stopWaveAfter: Int?
        /// Of a campaign: what it takes to stop a service; nil: nobody's decisions are asked.
        package var commit: Campaign.Commit?
        /// What an operator says to go on with what is left; nil: `p2v convert PLAN SERVER --resume`.
        package var goOn: String?

        package init(
            plan: Plan, planName: String, servers: [String] = [], mode: Mode = .perform,
            options: ConversionOptions = ConversionOptions(), sourceIsOff: Bool = false
        ) {
            self.plan = plan
            self.planName = planName
            self.servers = servers
            self.mode = mode
            self.options = options
            self.sourceIsOff = sourceIsOff
        }

        /// Nothing of it was done yet: the plan is judged once more. What has begun is finished or taken back whatever the
        /// checker says, since a service may be waiting.
        var begins: Bool {
            if case .undo = mode { return false }
            return !options.resume
        }

        /// - Throws: ``Failure`` (refused) for a server that the plan does not have, and for what cannot be kept for
        ///   several servers at once.
        package func chosen() throws(Failure) -> [PlannedServer] {
            var seen: Set<String> = []
            let named = servers.filter { seen.insert($0).inserted }
            let all = named.isEmpty ? plan.servers : try named.map { name throws(Failure) in try find(name) }
            try checkSingle(all)
            return all
        }

        private func find(_ name: String) throws(Failure) -> PlannedServer {
            if let server = plan.servers.first(where: { $0.server == name }) { return server }
            throw Failure(
                "convert", on: name,
                because: "the plan does not have it" + Nearest.hint(for: name, among: plan.servers.map(\.server)),
                next: "name a server of \(planName)", exit: .refused)
        }

        /// A time without an end lets services stop at whatever hour a copy is done, and a statement about "the source" would
        /// vouch for servers that nobody looked at.
        private func checkSingle(_ all: [PlannedServer]) throws(Failure) {
            guard mode == .perform, all.count > 1 else { return }
            if let cutOver, !cutOver.hasEnd {
                throw Failure(
                    "cut over at a given time", on: "\(all.count) servers",
                    because:
                        "it has no end, and they do not all stop at that time: \(all[all.count - 1].server) would stop "
                        + "at whatever hour those before it are done",
                    next: "say until when: --cut-over-at 02:00-05:00", exit: .refused)
            }
            if sourceIsOff {
                throw Failure(
                    "take your word for the source", on: "\(all.count) servers",
                    because: "it is given for one server that you looked at", next: "name the server", exit: .refused)
            }
        }
    }
}
