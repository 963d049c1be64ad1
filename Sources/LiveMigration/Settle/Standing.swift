internal import Estate

/// A machine as one host has it.
package enum Standing: String, Sendable, Hashable, Codable {
    /// The host cannot be asked.
    case silent
    case absent
    case off
    case running
    case paused

    /// Nil is a host that knows no such machine. A state that the host itself does not know is no answer.
    init(_ state: Machine.State?) {
        self =
            switch state {
            case nil: .absent
            case .running: .running
            case .shutOff, .crashed: .off
            case .paused: .paused
            // It keeps its memory in a file, and its images: neither on nor off.
            case .suspended, .unknown: .silent
            }
    }

    /// No process of the machine is there.
    var isEmpty: Bool { self == .absent || self == .off }
}
