internal import Estate
internal import Pool

/// A machine as one host has it.
package enum Standing: String, Sendable, Hashable, Codable {
    /// The host cannot be asked.
    case silent
    case absent
    case off
    case running
    case paused
    /// In a post-copy: part of its memory is on the other host, and travels.
    case split
    /// In a post-copy that broke: neither host has all of its memory.
    case torn

    /// Nil is a host that knows no such machine. A state that the host itself does not know is no answer.
    init(_ condition: MachineCondition?) {
        self =
            switch (condition?.state, condition?.memory) {
            case (.running, .split), (.paused, .split): .split
            case (.running, .torn), (.paused, .torn): .torn
            case (nil, _): .absent
            case (.running, _): .running
            case (.shutOff, _): .off
            case (.paused, _): .paused
            // It keeps its memory in a file, and its images; or it crashed, and is kept with its process: neither on
            // nor off, and the other copy must not go on beside it.
            case (.suspended, _), (.crashed, _), (.unknown, _): .silent
            }
    }

    /// No process of the machine is there.
    var isEmpty: Bool { self == .absent || self == .off }
    /// There is a process of it.
    var isHeld: Bool { !isEmpty && self != .silent }
    /// What is there is a part of the machine.
    var isPart: Bool { self == .split || self == .torn }
}
