/// A call of XAPI by JSON-RPC: what is sent, and what an answer means.
enum RemoteCall {
    static func body(_ method: String, _ parameters: [JSONValue], id: Int64) -> [UInt8] {
        JSONWriter.bytes([
            "jsonrpc": "2.0", "method": .string(method), "params": .array(parameters), "id": .integer(id),
        ])
    }

    /// JSON-RPC 2.0 has `result` or an `error` object with XAPI's code as its message; 1.0 has both, the error a list;
    /// older servers wrap either in `{"Status": …}`, as XML-RPC does.
    static func result(_ answer: HTTPAnswer, from address: String) throws(XenError) -> JSONValue {
        let value: JSONValue
        do throws(JSONReader.Broken) {
            value = try JSONReader.value(of: answer.body)
        } catch {
            throw unreadable(answer, address, error)
        }
        guard case .object(let fields) = value, fields.contains(where: { $0.name == "result" || $0.name == "error" })
        else { throw .malformed(address: address, reason: "HTTP \(answer.status), JSON that is no answer to a call") }
        switch value["error"] {
        case .null: return try unwrapped(value["result"])
        case .array(let items): throw api(items)
        case .object(let fields):
            let error = JSONValue.object(fields)
            throw api([error["message"]] + error["data"].items)
        case let other: throw api([other])
        }
    }

    private static func unwrapped(_ result: JSONValue) throws(XenError) -> JSONValue {
        guard case .object(let fields) = result, fields.count == 2 else { return result }
        switch (result["Status"].text, result["ErrorDescription"]) {
        case ("Success"?, _) where fields.contains { $0.name == "Value" }: return result["Value"]
        case ("Failure"?, .array(let items)): throw api(items)
        default: return result
        }
    }

    private static func api(_ items: [JSONValue]) -> XenError {
        let texts = items.map { item in item.text ?? String(decoding: JSONWriter.bytes(item), as: UTF8.self) }
        return .api(code: texts.first ?? "UNKNOWN_ERROR", parameters: Array(texts.dropFirst()))
    }

    private static func unreadable(_ answer: HTTPAnswer, _ address: String, _ error: JSONReader.Broken) -> XenError {
        let start = answer.body.first { $0 > 0x20 }
        let what =
            answer.body.isEmpty
            ? "an empty answer" : start == UInt8(ascii: "<") ? "a web page" : "JSON that is broken: \(error)"
        return .malformed(address: address, reason: "HTTP \(answer.status), \(what)")
    }
}
