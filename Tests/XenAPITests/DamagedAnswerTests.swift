import TestSupport
import Testing

@testable import XenAPI

/// What a pool answers comes from another machine. An answer that ends p2v ends the night that asked for it.
@Suite struct `Damaged answers of XAPI` {
    @Test func `of calls are read or refused`() async throws {
        let good = [
            #"{"jsonrpc":"2.0","result":{"OpaqueRef:1":{"name_label":"web","memory_static_max":"4294967296","VBDs":[]}},"id":1}"#,
            #"{"jsonrpc":"2.0","error":{"code":1,"message":"SR_FULL","data":["10","5"]},"id":2}"#,
            #"{"events":[{"id":"7","class":"vm","operation":"mod","ref":"OpaqueRef:2","snapshot":{"power_state":"Running"}}],"token":"1,2","valid_ref_counts":{"vm":3}}"#,
        ].map { Array($0.utf8) }
        let faults = try await DamagedBytes.tried("xapi-call", good) { bytes in
            do throws(JSONReader.Broken) {
                let value = try JSONReader.value(of: bytes)
                _ = (value["result"].items.map(\.int), value["error"]["data"].texts, value["token"].text)
                _ = JSONWriter.bytes(value)
                return nil
            } catch { return error.offset > bytes.count ? "a place behind the end" : nil }
        }
        #expect(faults.isEmpty, "\(faults)")
    }

    @Test func `of measurements are read or refused`() async throws {
        let good = [
            """
            {meta: {start: 1, step: 5, end: 10, rows: 2, columns: 2,
             legend: ["AVERAGE:vm:70327600-0000-4000-8000-000000000053:cpu0", "AVERAGE:host:a:memory_free_kib"]},
             data: [{t: 5, values: [0.5, 1e6]}, {t: 10, values: [NaN, 2e6]}]}
            """,
            """
            <xport><meta><start>1</start><step>5</step><legend><entry>AVERAGE:vm:a:cpu0</entry></legend></meta>
            <data><row><t>5</t><v>0.5</v></row><row><t>10</t><v>NaN</v></row></data></xport>
            """,
        ].map { Array($0.utf8) }
        let faults = try await DamagedBytes.tried("xapi-measurements", good) { bytes in
            do throws(XenError) {
                _ = try RRDUpdates.read(bytes, from: "xs1")
                return nil
            } catch { return "\(error)".utf8.count > 5000 ? "too many words" : nil }
        }
        #expect(faults.isEmpty, "\(faults)")
    }
}
