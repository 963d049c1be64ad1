import Estate
import Foundation
import XenAPIDouble

@testable import XenAPI

/// Two hosts and two machines, asked without p2v's client: what it makes easy must not hide what the server says.
///
/// ```
/// VM.start_on ["@VM", …]     a call; the session goes before
/// MEMBER, LATE call          at the second host; whether it took 0.2 s and more
/// END "$1"                   waits for a task, and answers its result
/// GET, NUMBERS /path         a status and a body; how many numbers the JSON of the body has
/// ORDER {…}  LOGIN  WAIT     a fault of the double; a new session; 0.3 s
/// BROKEN, FIXED, REMOVE name a file of the SR
/// LISTEN                     addresses at which the double can be reached
/// ```
struct MeasuredScene {
    private let double: XenAPIDouble
    private let exchange = CurlExchange(pins: PassingPins(), sha256: SHA256.digest)
    /// What stands for a reference in steps and answers.
    private var names: [String: String] = [:]

    /// One machine is off, the other runs without tools on the second host.
    init(_ double: XenAPIDouble) async throws {
        self.double = double
        _ = try await take("LOGIN", [])
        let machines = try await call("VM.get_all_records", "[]").fields.sorted {
            $0.value["name_label"].text ?? "" < $1.value["name_label"].text ?? ""
        }
        (names["@VM"], names["@RUNNING"]) = (machines[0].name, machines[1].name)
        names["@HOST"] = machines[1].value["resident_on"].text
        names["@COORDINATOR"] = machines[0].value["resident_on"].text
        names["@NETWORK"] = try await call("network.get_all", "[]").texts.first
        names["@SR"] = try await call("SR.get_all", "[]").texts.first
        let drive = machines[1].value["VBDs"].texts.first ?? ""
        names["@DISK"] = try await call("VBD.get_VDI", "[\"\(drive)\"]").text
        _ = try await call("VM.hard_shutdown", "[\"\(machines[0].name)\"]")
        _ = try await call("VM.add_to_other_config", "[\"\(machines[1].name)\",\"double:toolless\",\"1\"]")
    }

    /// What the last step of a row is answered.
    mutating func answer(to row: MeasuredAnswer) async throws -> String {
        var answers: [JSONValue] = []
        var last = ""
        for (index, step) in (row.steps + row.afterwards).enumerated() {
            var said: String
            do {
                answers.append(try await take(step, answers))
                said = answers.last.map { String(decoding: JSONWriter.bytes($0), as: UTF8.self) } ?? ""
            } catch let error as XenError {
                answers.append(.null)
                said = Self.said(error)
            }
            for (name, ref) in names { said = said.replacingOccurrences(of: ref, with: name) }
            if index < row.steps.count { last = said }
        }
        return last
    }

    private static func said(_ error: XenError) -> String {
        guard case .api(let code, let parameters) = error else { return "no answer: \(error)" }
        return "\(code) [\(parameters.joined(separator: ", "))]"
    }

    private mutating func take(_ step: String, _ answers: [JSONValue]) async throws -> JSONValue {
        let (verb, rest) = Self.split(step)
        switch verb {
        case "LOGIN":
            names["@SESSION"] = nil
            let words = "[\"\(XenAPIDouble.user)\",\"\(XenAPIDouble.password)\"]"
            names["@SESSION"] = try await call("session.login_with_password", words).text
            return .null
        case "WAIT":
            try await Task.sleep(for: .milliseconds(300))
            return .null
        case "END": return try await end(of: filled(rest, answers))
        case "MEMBER": return try await call(Self.split(rest).verb, filled(Self.split(rest).rest, answers), at: 1)
        case "LATE": return try await late(Self.split(rest).verb, filled(Self.split(rest).rest, answers))
        case "GET", "NUMBERS", "ORDER": return try await send(verb, filled(rest, answers))
        case "BROKEN", "FIXED", "REMOVE": return try file(verb, rest)
        case "LISTEN": return .string(try listening().joined(separator: " "))
        default: return try await call(verb, filled(rest, answers))
        }
    }

    private static func split(_ text: String) -> (verb: String, rest: String) {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        return (words[0], words.count > 1 ? words[1] : "[]")
    }

    private func filled(_ text: String, _ answers: [JSONValue]) -> String {
        var text = text
        for (name, ref) in names { text = text.replacingOccurrences(of: name, with: ref) }
        for (index, answer) in answers.enumerated() {
            let whole = String(decoding: JSONWriter.bytes(answer), as: UTF8.self)
            text = text.replacingOccurrences(of: "\"$\(index + 1)\"", with: whole)
            text = text.replacingOccurrences(of: "$\(index + 1).token", with: answer["token"].text ?? "")
        }
        return text
    }

    // MARK: Questions

    private func call(_ method: String, _ text: String, at host: Int = 0) async throws -> JSONValue {
        let given = try JSONReader.value(of: Array(text.utf8)).items
        let session = names["@SESSION"].map { [JSONValue.string($0)] } ?? []
        let body = RemoteCall.body(method, session + given, id: 1)
        let address = double.address(host)
        return try RemoteCall.result(
            try await exchange.send(HTTPRequest(address: address, path: "/jsonrpc", body: .json(body))), from: address)
    }

    private func late(_ method: String, _ text: String) async throws -> JSONValue {
        let start = ContinuousClock.now
        do { return try await call(method, text) } catch let error as XenError {
            let isLate = ContinuousClock.now - start >= .milliseconds(200)
            return .string("\(isLate ? "late" : "at once"): \(Self.said(error))")
        }
    }

    private func end(of text: String) async throws -> JSONValue {
        while true {
            let task = try await call("task.get_record", "[\(text)]")
            if task["status"] != "pending" { return task["result"] }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private func send(_ verb: String, _ rest: String) async throws -> JSONValue {
        let isOrder = verb == "ORDER"
        let answer = try await exchange.send(
            HTTPRequest(
                address: double.address, path: isOrder ? "/double/fault" : rest,
                body: isOrder ? .json(Array(rest.utf8)) : .none))
        guard verb == "NUMBERS" else { return .integer(Int64(answer.status)) }
        return .string("\(Self.numbers(try JSONReader.value(of: answer.body))) numbers")
    }

    private static func numbers(_ value: JSONValue) -> Int {
        switch value {
        case .integer, .number: 1
        default: value.items.reduce(0) { $0 + numbers($1) } + value.fields.reduce(0) { $0 + numbers($1.value) }
        }
    }

    // MARK: The machine

    private func file(_ verb: String, _ name: String) throws -> JSONValue {
        let place = URL(fileURLWithPath: "\(double.repositoryFolder)/\(name)")
        switch verb {
        case "BROKEN": try Data(count: 4096).write(to: place)
        case "FIXED": try Data([UInt8](repeating: 0, count: 2048) + Self.fixedFooter).write(to: place)
        default: try FileManager.default.removeItem(at: place)
        }
        return .null
    }

    /// Of a fixed VHD of 2 MiB, as far as a scan looks at it (VHD specification 1.0, "Hard Disk Footer Format").
    private static var fixedFooter: [UInt8] {
        var bytes = Array("conectix".utf8) + [UInt8](repeating: 0, count: 504)
        (bytes[53], bytes[63]) = (0x20, 2)
        let sum = ~bytes.reduce(UInt32(0)) { $0 &+ UInt32($1) }
        for place in 0..<4 { bytes[64 + place] = UInt8(truncatingIfNeeded: sum >> UInt32(24 - 8 * place)) }
        return bytes
    }

    /// As the kernel has them: 0100007F is 127.0.0.1.
    private func listening() throws -> [String] {
        let table = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
        let port = String(double.port, radix: 16, uppercase: true)
        let tail = ":" + String(repeating: "0", count: max(0, 4 - port.count)) + port
        return table.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count > 3, fields[1].hasSuffix(tail), fields[3] == "0A" else { return nil }
            return String(fields[1].prefix(8))
        }.sorted()
    }
}
