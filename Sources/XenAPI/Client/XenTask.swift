/// A task of XAPI as it stands.
package struct XenTask: Sendable, Hashable {
    package enum Status: Sendable, Hashable {
        case pending
        case success
        case failure(XenError)
        case cancelled
    }

    package var ref: String
    package var status: Status
    /// 0 to 1.
    package var progress: Double
    /// What the call answered: a reference, or nothing.
    package var result: String

    init(ref: String, _ record: JSONValue) {
        self.ref = ref
        progress = record["progress"].double ?? 0
        result = Self.plain(record["result"].text ?? "")
        let error = record["error_info"].texts
        status =
            switch record["status"].text {
            case "success": .success
            case "failure":
                .failure(.api(code: error.first ?? "UNKNOWN_ERROR", parameters: Array(error.dropFirst())))
            case "cancelled": .cancelled
            default: .pending
            }
    }

    /// The result travels as XML-RPC: `<value>OpaqueRef:…</value>`.
    static func plain(_ text: String) -> String {
        var text = text[...]
        for tag in ["value", "string"] where text.hasPrefix("<\(tag)>") && text.hasSuffix("</\(tag)>") {
            text = text.dropFirst(tag.count + 2).dropLast(tag.count + 3)
        }
        return String(text)
    }
}
