package import Estate
internal import Foundation
internal import Planner

/// A packing problem from elsewhere, `p2v-instance/1`.
package enum InstancePacking {
    package static func solve(_ file: String, timeLimit: Double, seed: UInt64) async throws -> Packing {
        let begun = PackingSolver.monotonic()
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped)
        } catch {
            throw Failure("read the instance", on: file, because: UnreadableFile.reason(file), next: "check the path")
        }
        let instance = try data.withUnsafeBytes { raw throws(Failure) in
            try InstanceReader.read(raw.bindMemory(to: UInt8.self), source: file)
        }
        return try await PackingSolver(timeLimit: timeLimit, seed: seed).solve(instance, begun: begun)
    }
}
