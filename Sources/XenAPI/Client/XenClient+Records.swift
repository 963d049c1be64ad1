extension XenClient {
    /// All records of a class at once: one request, however many there are.
    package func records(_ type: String) async throws -> [XenRecord] {
        try await call("\(type).get_all_records").fields.map { XenRecord(ref: $0.name, value: $0.value) }
    }

    /// Several classes side by side.
    package func tables(_ types: [String]) async throws -> [String: [XenRecord]] {
        _ = try await current()
        return try await withThrowingTaskGroup(of: (String, [XenRecord]).self) { group in
            for type in types {
                group.addTask { (type, try await self.records(type)) }
            }
            var tables: [String: [XenRecord]] = [:]
            for try await (type, records) in group { tables[type] = records }
            return tables
        }
    }

    /// Nil when there is no such object any more.
    package func record(_ type: String, _ ref: String) async throws -> XenRecord? {
        do {
            return XenRecord(ref: ref, value: try await call("\(type).get_record", [.string(ref)]))
        } catch let error as XenError where error.isCode("HANDLE_INVALID", "UUID_INVALID") {
            return nil
        }
    }
}
