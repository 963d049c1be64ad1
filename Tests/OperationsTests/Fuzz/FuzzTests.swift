import Balancer
import Estate
import Foundation
import Planner
import Scanner
import Terminal
import Testing

@testable import Operations

/// Whatever stands in a file: p2v reads it or says why not, in words. A trap here is a night that died without a word.
/// `P2V_FUZZ_SECONDS=3600` tries for so long (with `P2V_FUZZ_SEED`, from there on); the last file of each reader is kept in
/// the temporary folder as `p2v-fuzz-READER`, for the case that the reader does not come back.
@Suite struct `Damaged files` {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seconds = environment["P2V_FUZZ_SECONDS"].flatMap(Double.init)
    private static let seed = environment["P2V_FUZZ_SEED"].flatMap(UInt64.init) ?? 0

    @Test(arguments: FuzzedReader.all.map(\.name)) func `are read or refused in words`(name: String) throws {
        let reader = try #require(FuzzedReader.all.first { $0.name == name })
        let limit = (Self.seconds ?? 1.6) / Double(FuzzedReader.all.count)
        let end = ContinuousClock.now + .seconds(limit)
        let good = try reader.good()
        for text in good { _ = try reader.read(text) }
        var seed = Self.seed
        repeat {
            var mangler = Mangler(seed: seed)
            let text = mangler.damaged(good[Int(seed % UInt64(good.count))])
            if Self.seconds != nil { try text.write(toFile: Self.kept(name), atomically: false, encoding: .utf8) }
            if let fault = Self.fault(of: reader, text) { Issue.record("\(name), seed \(seed): \(fault)") }
            seed += 1
        } while ContinuousClock.now < end
        if Self.seconds != nil { print("\(name): \(seed - Self.seed) files") }
    }

    /// Nil where the file was read, or refused in words.
    private static func fault(of reader: FuzzedReader, _ text: String) -> String? {
        do {
            try reader.read(text)
            return nil
        } catch let failure as Failure {
            let words = failure.description
            if words.split(separator: "\n").count > 2 { return "more than two lines: \(words)" }
            if words.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" }) { return "a control character" }
            return words.utf8.count > 20_000 ? "\(words.utf8.count) bytes of words" : nil
        } catch {
            return "an error without words for people: \(type(of: error))"
        }
    }

    private static func kept(_ name: String) -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("p2v-fuzz-\(name)").path
    }
}
