import Estate
import Foundation
import Testing
import XenAPIDouble

@testable import XenAPI

/// The double answers as a real xapi was measured to: a double that is kinder than the server hides p2v's faults.
@Suite(.serialized) struct XenDoubleTests {
    private func client(_ double: XenAPIDouble) -> XenClient {
        XenClient(
            addresses: [double.address], login: .init(user: XenAPIDouble.user) { XenAPIDouble.password },
            exchange: CurlExchange(pins: PassingPins(), sha256: SHA256.digest))
    }

    /// A call, its parameters as JSON where VM, RUNNING, HOST, NETWORK stand for references, and words of the error that it gets.
    private static let refusals: [(String, String, String)] = [
        ("VM.set_name_label", #"["VM", 7]"#, #"INTERNAL_ERROR (Failure("Expected string, got int"))"#),
        ("VM.set_name_label", #"["VM", "a\u0001"]"#, "Db_exn.Invalid_value"),
        ("VM.create", "[{}]", "Dispatcher_FieldNotFound"),
        (
            "VBD.create", #"[{"VM":"VM","VDI":"OpaqueRef:NULL","userdevice":"0","bootable":"yes"}]"#,
            "Dispatcher_FieldNotFound"
        ),
        ("VBD.create", vbd("bootable", #""yes""#), "Expected bool, got string"),
        ("VBD.create", vbd("mode", #""XX""#), "Unknown tag/contents"),
        ("VIF.create", vif("x", ""), "INVALID_DEVICE (x)"),
        ("VM.get_record", "[]", "MESSAGE_PARAMETER_COUNT_MISMATCH (VM.get_record, 1, 0)"),
        ("VM.start_on", #"["VM"]"#, "MESSAGE_PARAMETER_COUNT_MISMATCH (VM.start_on, 4, 1)"),
        ("Async.VM.fly", #"["VM"]"#, "MESSAGE_METHOD_UNKNOWN"),
        ("VM.hard_shutdown", #"["VM"]"#, "paused, running, suspended, halted"),
        ("VM.start_on", #"["RUNNING", "OpaqueRef:x", false, false]"#, "HANDLE_INVALID"),
        ("VM.assert_can_boot_here", #"["VM", "OpaqueRef:x"]"#, "HOST_NOT_LIVE"),
        ("VM.assert_can_migrate", #"["RUNNING", {"host":"HOST"}, true, {}, {}, {}]"#, "INTERNAL_ERROR"),
        ("VM.clean_shutdown", #"["RUNNING"]"#, "VM_LACKS_FEATURE"),
        ("VM.suspend", #"["RUNNING"]"#, "VM_LACKS_FEATURE"),
        ("host.evacuate", #"["HOST"]"#, "VM_LACKS_FEATURE"),
        ("event.from", #"[["pool"], "garbage", 0.0]"#, "EVENT_FROM_TOKEN_PARSE_FAILURE"),
        ("event.from", #"[["pool"], "1,x", 0.0]"#, "EVENT_FROM_TOKEN_PARSE_FAILURE"),
        ("event.from", #"[["pool"], "1", 0.0]"#, "EVENT_FROM_TOKEN_PARSE_FAILURE"),
        ("VBD.destroy", #"["OpaqueRef:x"]"#, "HANDLE_INVALID"), ("VIF.destroy", #"["OpaqueRef:x"]"#, "HANDLE_INVALID"),
        ("task.set_status", #"["OpaqueRef:x", "success"]"#, "HANDLE_INVALID"),
        ("host.declare_dead", #"["OpaqueRef:x"]"#, "HANDLE_INVALID"),
        ("VM.set_bios_strings", #"["VM", {"system-serial-number": ""}]"#, "INVALID_VALUE"),
    ]

    private static func vbd(_ field: String, _ value: String) -> String {
        var fields = [
            "VM": #""VM""#, "VDI": #""OpaqueRef:NULL""#, "userdevice": #""3""#, "bootable": "false", "mode": #""RW""#,
            "type": #""CD""#, "empty": "true", "other_config": "{}", "qos_algorithm_type": #""""#,
            "qos_algorithm_params": "{}",
        ]
        fields[field] = value
        return "[{" + fields.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}]"
    }

    private static func vif(_ device: String, _ mac: String) -> String {
        #"[{"device":"\#(device)","network":"NETWORK","VM":"VM","MAC":"\#(mac)","MTU":"1500","other_config":{},"#
            + #""qos_algorithm_type":"","qos_algorithm_params":{}}]"#
    }

    private func parameters(_ text: String, _ client: XenClient) async throws -> [JSONValue] {
        var text = text
        let machines = try await client.records("VM").sorted { $0.label < $1.label }
        let (host, network) = (try await client.records("host")[0].ref, try await client.records("network")[0].ref)
        let names = ["VM": machines[0].ref, "RUNNING": machines[1].ref, "HOST": host, "NETWORK": network]
        for (name, ref) in names { text = text.replacingOccurrences(of: ":\"\(name)\"", with: ":\"\(ref)\"") }
        for (name, ref) in names {
            text = text.replacingOccurrences(of: "[\"\(name)\"", with: "[\"\(ref)\"")
        }
        return try JSONReader.value(of: Array(text.utf8)).items
    }

    /// Two machines: one that is off, one that runs without tools.
    private func prepared(_ double: XenAPIDouble) async throws -> XenClient {
        let client = client(double)
        let machines = try await client.records("VM").sorted { $0.label < $1.label }
        try await client.run("VM.hard_shutdown", [.string(machines[0].ref)])
        _ = try await client.call(
            "VM.add_to_other_config", [.string(machines[1].ref), "double:toolless", "1"])
        return client
    }

    @Test func `the double refuses what a real xapi refuses, with its words`() async throws {
        try await XenAPIDouble.run(hosts: 1, vms: 2, seconds: 0.05) { double in
            let client = try await prepared(double)
            for (method, text, words) in Self.refusals {
                let given = try await parameters(text, client)
                let error = await #expect(throws: XenError.self, "\(method) \(text)") {
                    _ = try await client.call(method, given)
                }
                let said = error.map { "\($0)" } ?? ""
                #expect(said.contains(words), "\(method) \(text): \(said)")
            }
        }
    }

    @Test func `the double takes what a real xapi takes`() async throws {
        try await XenAPIDouble.run(hosts: 1, vms: 2, seconds: 0.05) { double in
            let client = try await prepared(double)
            let machines = try await client.records("VM").sorted { $0.label < $1.label }
            let made = try await client.call("VIF.create", try await parameters(Self.vif("5", ""), client))
            let interface = try #require(try await client.record("VIF", made.text ?? ""))
            #expect(interface.flag("MAC_autogenerated") && !interface.text("MAC").isEmpty)
            await #expect(throws: XenError.self) {
                _ = try await client.call("VIF.create", try await parameters(Self.vif("5", ""), client))
            }
            let drive = try await client.call(
                "VBD.create", try await parameters(Self.vbd("userdevice", #""autodetect""#), client))
            #expect(try await client.record("VBD", drive.text ?? "")?.text("userdevice") == "1")
            let bytes = try await client.call("VM.compute_memory_overhead", [.string(machines[0].ref)]).int
            #expect(bytes == Int64(2 + 6) << 20)
            _ = try await client.call("event.from", [["pool"], "", "0.0"])
        }
    }

    // A window onto the network in a test's double is one onto the machine.
    @Test func `the double listens on loopback only, and knows no other path`() async throws {
        try await XenAPIDouble.run(hosts: 2) { double in
            let table = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
            let port = ":" + String(double.port, radix: 16, uppercase: true).leftPadded(4)
            var listening: [String] = []
            for line in table.split(separator: "\n") {
                let fields = line.split(separator: " ").map(String.init)
                guard fields.count > 3, fields[1].hasSuffix(port), fields[3] == "0A" else { continue }
                listening.append(String(fields[1].prefix(8)))
            }
            #expect(listening.count == 2 && listening.allSatisfy { $0.hasSuffix("7F") })
            let exchange = client(double).exchange
            let (other, get) = (
                try await exchange.send(HTTPRequest(address: double.address, path: "/other")),
                try await exchange.send(HTTPRequest(address: double.address, path: "/jsonrpc"))
            )
            #expect(other.status == 500 && get.status == 403)
        }
    }
}

extension String {
    fileprivate func leftPadded(_ count: Int) -> String {
        String(repeating: "0", count: max(0, count - self.count)) + self
    }
}
