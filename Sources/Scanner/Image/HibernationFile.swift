internal import Estate

/// The head of `hiberfil.sys`.
enum HibernationFile {
    /// `HIBR` in either case: a memory image waits; `WAKE`: it was taken; `RSTR`: it is being taken; zeros: nothing.
    static func state(_ head: [UInt8]?) -> WindowsFacts.Hibernation {
        guard let head, head.count >= 4 else { return .none }
        switch String(decoding: head.prefix(4), as: UTF8.self).lowercased() {
        case "hibr", "rstr": return .hibernated
        case "wake": return .resumed
        default: return head.prefix(4096).allSatisfy { $0 == 0 } ? .none : .unknown
        }
    }
}
