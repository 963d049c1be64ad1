/// What `event.from` answered: changes since a token, and the next token.
public struct XenEvents: Sendable, Hashable {
    public struct Event: Sendable, Hashable {
        public enum Operation: Sendable, Hashable {
            case added, changed, removed
        }

        /// Lower case: `vm`, `task`.
        public var type: String
        public var operation: Operation
        public var ref: String
        /// The object after the change; nil when it is gone.
        public var snapshot: JSONValue?
    }

    public var events: [Event]
    public var token: String

    init(_ value: JSONValue) {
        token = value["token"].text ?? ""
        events = value["events"].items.map { event in
            let operation: Event.Operation =
                switch event["operation"].text {
                case "add": .added
                case "del": .removed
                default: .changed
                }
            let snapshot = event["snapshot"]
            return Event(
                type: event["class"].text?.lowercased() ?? "", operation: operation, ref: event["ref"].text ?? "",
                snapshot: snapshot.isNull ? nil : snapshot)
        }
    }
}

extension XenClient {
    /// Waits for changes, at most `seconds`.
    ///
    /// - Parameters:
    ///   - classes: `VM`, `task/OpaqueRef:…`, `*`.
    ///   - token: from the last answer; empty for the state as it is.
    public func events(of classes: [String], since token: String, seconds: Double) async throws -> XenEvents {
        XenEvents(
            try await call(
                "event.from", [.array(classes.map(JSONValue.string)), .string(token), .number(seconds)],
                seconds: Int(seconds) + 60))
    }
}
