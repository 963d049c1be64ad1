/// What `event.from` answered: changes since a token, and the next token.
package struct XenEvents: Sendable, Hashable {
    package struct Event: Sendable, Hashable {
        package enum Operation: Sendable, Hashable {
            case added, changed, removed
        }

        /// Lower case: `vm`, `task`.
        package var type: String
        package var operation: Operation
        package var ref: String
        /// The object after the change; nil when it is gone.
        package var snapshot: JSONValue?
    }

    package var events: [Event]
    package var token: String
    /// How many objects of each class there are, lower case, where the server says it.
    package var counts: [String: Int]

    init(_ value: JSONValue) {
        token = value["token"].text ?? ""
        counts = Dictionary(
            value["valid_ref_counts"].fields.compactMap { field in
                field.value.int.map { (field.name.lowercased(), Int($0)) }
            }, uniquingKeysWith: { first, _ in first })
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
    /// Names the session; another one may mean another coordinator, whose events begin anew.
    package func sessionMark() async throws -> String {
        let session = try await current()
        return session.address + " " + session.ref
    }

    /// Waits for changes, at most `seconds`.
    ///
    /// - Parameters:
    ///   - classes: `VM`, `task/OpaqueRef:…`, `*`.
    ///   - token: from the last answer; empty for the state as it is.
    package func events(of classes: [String], since token: String, seconds: Double) async throws -> XenEvents {
        XenEvents(
            try await call(
                "event.from", [.array(classes.map(JSONValue.string)), .string(token), .number(seconds)],
                seconds: Int(seconds) + 60))
    }
}
