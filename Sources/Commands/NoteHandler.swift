internal import Estate
internal import Foundation
internal import Logging
internal import Terminal

/// Notes on standard error, one line each: what an operator should read although it is not the command's output.
struct NoteHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    static func logger(verbose: Bool) -> Logger {
        Logger(label: "p2v") { _ in NoteHandler(logLevel: verbose ? .debug : .notice) }
    }

    /// For what has no workspace: options that are read, guards that watch.
    static let notes = logger(verbose: false)

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let word = event.level >= .warning ? "warning" : "note"
        complain("\(word): \(Sanitised.line("\(event.message)"))")
    }
}
