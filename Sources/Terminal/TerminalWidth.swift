internal import Foundation

/// How wide standard output is, in columns.
package enum TerminalWidth {
    /// Nil where it is no terminal: what programs read is never cut.
    package static var now: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return max(40, Int(size.ws_col))
    }
}
