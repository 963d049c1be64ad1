internal import Foundation
internal import Lab
internal import Terminal

/// Prints the lab's steps on standard error: each when it begins on a terminal, and how long it took.
struct LabNarration: Sendable {
    private let isTerminal = isatty(2) == 1

    var tell: @Sendable (LabEvent) -> Void {
        { event in
            switch event {
            case .began(let title): if isTerminal { write("          \(title) …") }
            case .ended(let title, let seconds):
                write("\(isTerminal ? "\r" : "")\(Self.figure(seconds))  \(title)  \n")
            case .note(let text): write("\(isTerminal ? "\r" : "")          \(text)\n")
            }
        }
    }

    /// `   3.2 s`, right-aligned.
    static func figure(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        let text = "\(tenths / 10).\(tenths % 10) s"
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
