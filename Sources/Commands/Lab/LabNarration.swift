internal import Estate
internal import Foundation
internal import Lab

/// Prints the lab's steps on standard error, and how long each took. On a terminal the running step's time counts up;
/// elsewhere a step that takes long gets a line every half a minute.
final class LabNarration: Sendable {
    private let isTerminal = isatty(2) == 1

    var tell: @Sendable (LabEvent) -> Void { { [self] event in write(text(of: event, isTerminal: isTerminal)) } }

    func text(of event: LabEvent, isTerminal: Bool) -> String {
        let start = isTerminal ? "\r" : ""
        switch event {
        case .began(let title):
            return isTerminal ? "\r          \(title) …" : ""
        case .running(let title, let seconds):
            let due = isTerminal || Int(seconds) % 30 == 0
            return due ? "\(start)\(Self.figure(seconds))  \(title) …\(isTerminal ? "" : "\n")" : ""
        case .ended(let title, let seconds):
            return "\(start)\(Self.figure(seconds))  \(title)  \n"
        case .note(let text):
            return "\(start)          \(text)\n"
        }
    }

    /// `   3.2 s`, right-aligned.
    static func figure(_ seconds: Double) -> String {
        let text = "\(Fixed.text(seconds, 1)) s"
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }

    private func write(_ text: String) {
        if !text.isEmpty { FileHandle.standardError.write(Data(text.utf8)) }
    }
}
