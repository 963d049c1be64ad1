/// A record of XAPI under its reference. Fields that a server does not have read as nothing.
package struct XenRecord: Sendable, Hashable {
    package var ref: String
    package var value: JSONValue

    package init(ref: String, value: JSONValue) {
        self.ref = ref
        self.value = value
    }

    package subscript(field: String) -> JSONValue { value[field] }

    package func text(_ field: String) -> String { value[field].text ?? "" }

    package func int(_ field: String) -> Int64 { value[field].int ?? 0 }

    package func flag(_ field: String) -> Bool { value[field].flag ?? false }

    package var uuid: String { text("uuid") }
    package var label: String { text("name_label") }

    /// Nil for `OpaqueRef:NULL` and for what is no reference at all.
    package func ref(_ field: String) -> String? {
        guard let ref = value[field].text, !ref.isEmpty, ref != XenAPI.null, ref != "Ref:NULL" else { return nil }
        return ref
    }
}
