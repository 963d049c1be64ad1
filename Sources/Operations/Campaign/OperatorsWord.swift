internal import Dispatcher

/// What operators have decided of a server whose copy is warm.
enum OperatorsWord: Sendable, Hashable {
    /// Nothing stands in the way: the window decides.
    case silent
    case now
    case hold(String)
    case close(String)

    /// Their hold comes before what the desk would say, and the desk is not asked then.
    func held(or ask: @autoclosure () async -> Dispatch.Admission) async -> Dispatch.Admission {
        switch self {
        case .silent, .now: await ask()
        case .hold(let because): .wait(until: nil, because: because)
        case .close(let because): .closed(because: because)
        }
    }
}
