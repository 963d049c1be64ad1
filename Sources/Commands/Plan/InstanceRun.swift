internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Planner
internal import Terminal

/// `p2v plan --instance FILE`: a packing problem from elsewhere.
enum InstanceRun {
    static func run(_ file: String, timeLimit: Double, seed: UInt64, json: Bool) async throws {
        let begun = PackingSolver.monotonic()
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped)
        } catch {
            throw Failure("read the instance", on: file, because: "it cannot be read", next: "check the path")
        }
        let instance = try data.withUnsafeBytes { raw throws(Failure) in
            try InstanceReader.read(raw.bindMemory(to: UInt8.self), source: file)
        }
        let packing = try await PackingSolver(timeLimit: timeLimit, seed: seed).solve(instance, begun: begun)
        if json {
            print(try JSONText.encode(packing))
        } else {
            print(summary(packing), terminator: "")
        }
    }

    private static func summary(_ packing: Packing) -> String {
        var byType: [String: Int] = [:]
        for host in packing.hosts { byType[host.type, default: 0] += 1 }
        var table = Table(["TYPE", ">HOSTS"])
        for (type, count) in byType.sorted(by: { $0.key < $1.key }) { table.add([type, "\(count)"]) }
        let proof = packing.proved ? ", which is proved to be the least" : ""
        return table.text
            + "\(packing.hosts.count) hosts at a cost of \(packing.objective); no packing can cost less than "
            + "\(packing.lowerBound)\(proof); \(Fixed.text(packing.seconds, 2)) s\n"
    }
}
