package import Estate
internal import Foundation

/// How much memory a rehearsal takes of this machine.
package enum RehearsalMemory {
    /// MiB below which no system of today starts.
    private static let least = 384

    /// What the plan gives, as far as half of what is free here goes: others work here too.
    ///
    /// - Throws: ``Failure`` (refused) where that is too little for a start to mean anything.
    package static func fitting(planned: Int, available: Int) throws(Failure) -> Int {
        let size = min(planned, available / 2)
        guard size >= min(planned, least) else {
            throw Failure(
                "rehearse the start", on: "this machine", because: "\(available) MiB of its memory are free",
                next: "free some, or run p2v on a larger machine", exit: .refused)
        }
        return size
    }

    /// MiB that programs can get here (proc(5), MemAvailable).
    package static func available() throws(Failure) -> Int {
        let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        guard let size = line?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure(
                "rehearse the start", on: "this machine", because: "/proc/meminfo does not say what memory is free",
                next: "run p2v on a machine with Linux 3.14 or later", exit: .refused)
        }
        return size / 1024
    }
}
