/// A record of XAPI under its reference. Fields that a server does not have read as nothing.
public struct XenRecord: Sendable, Hashable {
    public var ref: String
    public var value: JSONValue

    public init(ref: String, value: JSONValue) {
        self.ref = ref
        self.value = value
    }

    public subscript(field: String) -> JSONValue { value[field] }

    public func text(_ field: String) -> String { value[field].text ?? "" }

    public func int(_ field: String) -> Int64 { value[field].int ?? 0 }

    public func flag(_ field: String) -> Bool { value[field].flag ?? false }

    public var uuid: String { text("uuid") }
    public var label: String { text("name_label") }

    /// Nil for `OpaqueRef:NULL` and for what is no reference at all.
    public func ref(_ field: String) -> String? {
        guard let ref = value[field].text, !ref.isEmpty, ref != XenAPI.null, ref != "Ref:NULL" else { return nil }
        return ref
    }
}
