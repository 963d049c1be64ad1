internal import Estate

/// The files that an undone adaptation put back: the document `p2v-adaptation-undo/1`.
package struct UndoneReport: Encodable, Sendable {
    package let format = "p2v-adaptation-undo/1"
    package let restored: [String]

    package init(restored: [String]) { self.restored = restored }

    package var text: String {
        restored.isEmpty
            ? "Nothing to undo: no adaptation was found in this guest."
            : restored.map { "restored \(Sanitised.text($0))" }.joined(separator: "\n")
    }
}
