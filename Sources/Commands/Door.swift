internal import Estate
internal import Foundation

// Where text leaves p2v for a terminal. Names and words that came from elsewhere are safe in it already, each as one line;
// what was forgotten is shown here, not obeyed.

/// Standard output, in place of Swift's own.
func print(_ text: String, terminator: String = "\n") {
    Swift.print(Sanitised.page(text), terminator: terminator)
}

/// Standard error: one line, or the two of a ``Failure``.
func complain(_ text: String) {
    FileHandle.standardError.write(Data((Sanitised.page(text) + "\n").utf8))
}
