internal import ArgumentParser
internal import Estate
internal import Operations
internal import Terminal

/// `p2v campaign`: a plan carried out over nights, in the windows that were agreed.
struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign", abstract: "Carry out a plan in the windows that were agreed (p2v-campaign/1).",
        subcommands: [
            Check.self, Run.self, Status.self, Approve.self, Now.self, Park.self, Release.self,
        ])

    struct File: ParsableArguments {
        @Argument(help: "The campaign file.") var file: String
        @OptionGroup var global: GlobalOptions

        var order: CampaignOrder { get throws { try CampaignOrder(reading: file) } }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show each wave's next windows, and what is wrong.")
        @OptionGroup var campaign: File

        func run() async throws {
            let review = try await CampaignReview(of: try campaign.order, in: campaign.global.workspace)
            print(campaign.global.json ? try JSONText.encode(review) + "\n" : review.text, terminator: "")
            if !review.findings.isEmpty { throw Exit.Signal(exit: .refused) }
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy all servers, keep them warm, and cut over in the windows, until all are done.")
        @OptionGroup var campaign: File

        func run() async throws {
            let request = try campaign.order.request(from: campaign.global.workspace.now())
            try await StepAnnouncer.carryOut(request, campaign.global)
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show how far each server is.")
        @OptionGroup var campaign: File

        func run() async throws {
            let status = try await CampaignStatus(of: try campaign.order, in: campaign.global.workspace)
            print(campaign.global.json ? try JSONText.encode(status) + "\n" : status.text, terminator: "")
        }
    }

    struct Decision: ParsableArguments {
        @OptionGroup var campaign: File
        @Argument(help: "Servers of the plan.") var servers: [String]
        @Option(help: "Why; kept with your name.") var because: String?

        func make(_ word: CampaignDecision.Word) async throws {
            let made = try await campaign.order.decide(
                word, on: servers, because: because, in: campaign.global.workspace)
            for one in made { print(Sanitised.line("\(one.server): \(one.standing)")) }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let services be stopped in their windows.")
        @OptionGroup var decision: Decision
        func run() async throws { try await decision.make(.approved) }
    }

    struct Now: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let services be stopped as soon as their copies are warm, whatever their windows say.")
        @OptionGroup var decision: Decision
        func run() async throws { try await decision.make(.now) }
    }

    struct Park: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Keep services from being stopped.")
        @OptionGroup var decision: Decision
        func run() async throws { try await decision.make(.parked) }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let parked servers go on.")
        @OptionGroup var decision: Decision
        func run() async throws { try await decision.make(.released) }
    }
}
