import Estate
import Foundation
import Planner
import Testing

@testable import Operations

/// A page that is read wrong is worse than none: a chart without a scale, a legend for another theme, a name cut off.
@Suite struct `The page of a plan` {
    private func flat(_ cores: Double) -> [Double] { [Double](repeating: cores, count: Demand.hours) }

    @Test func `a chart has a scale of cores and says what may be busy`() {
        let chart = LoadChart(title: "h", layers: [.init(name: "a", cores: flat(3))], limit: 12.8)
        #expect(chart.svg().contains(">cores<") && chart.svg().contains("12.8 may be busy"))
        #expect([">0<", ">5<", ">10<"].allSatisfy(chart.svg().contains))
    }

    @Test func `an axis has few round numbers, whatever it measures`() {
        #expect(ChartScale.ticks(to: 13, most: 4) == [0, 5, 10])
        #expect(ChartScale.ticks(to: 0.9, most: 4).map(ChartScale.text) == ["0", "0.5"])
        #expect(ChartScale.ticks(to: 400, most: 4) == [0, 100, 200, 300, 400])
        #expect(ChartScale.ticks(to: 0, most: 4) == [0])
        #expect(ChartScale.ticks(to: .infinity, most: 4) == [0])
    }

    @Test func `no two servers have one colour: the small ones stand together`() {
        let many = (0..<20).map { LoadChart.Layer(name: "s\($0)", cores: flat(Double(20 - $0))) }
        let chart = LoadChart(title: "h", layers: many, limit: 300)
        #expect(chart.layers.map(\.name) == (0..<7).map { "s\($0)" } + ["13 others"])
        #expect(chart.layers.map { $0.cores[0] }.reduce(0, +) == 210)
    }

    @Test func `a wave shows its window by the zone's clock, and a long name is cut where all of it can be asked for`()
    {
        let name = String(repeating: "long-name-", count: 5)
        let member = Wave.Member(
            server: name, start: Moment(seconds: 72_000), finish: Moment(seconds: 73_800), copySeconds: 1200,
            outageSeconds: 600)
        let wave = Wave(
            name: "wave 1", servers: [member], switchOff: [], reason: "", opens: Moment(seconds: 72_000),
            closes: Moment(seconds: 86_400))
        let chart = GanttChart(wave: wave, clock: ZoneClock { _ in 3600 })
        #expect(chart.times == "1970-01-01 21:00 to 1970-01-02 01:00")
        #expect([">21:00<", ">23:00<", ">01:00<"].allSatisfy(chart.svg().contains))
        #expect(chart.svg().contains("<title>\(name)</title>") && chart.svg().contains("long-name-long-name-lon…"))
        #expect(chart.svg().contains("20 + 10 min"))
    }

    @Test func `load that nobody observed is not drawn as no load`() async throws {
        let inventory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Plans/n1min.yaml").path
        let made = try await Planning(
            in: Workspace(storePath: "/nonexistent/store", poolPath: "/nonexistent/pool.yaml"),
            solver: PackingSolver(timeLimit: 5, seed: 1)
        ).plan(PlanOrder(servers: [], inventory: inventory), schedule: nil, savings: Savings.Basis())
        let request = made.request
        #expect(request.history.isEmpty && made.page.contains("No load was observed"))
        #expect(!made.page.contains("0 %</b></div><div class=\"bar\"><span>After"))
    }
}
