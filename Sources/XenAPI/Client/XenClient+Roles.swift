extension XenClient {
    /// Which of these calls the session's user may not make; empty for a local superuser.
    ///
    /// - Parameter calls: `VM.start_on`: permissions have the names of calls, in small letters.
    package func forbidden(_ calls: [String]) async throws -> [String] {
        let session = JSONValue.string(try await current().ref)
        if try await call("session.get_is_local_superuser", [session]).flag == true { return [] }
        let allowed = Set(try await call("session.get_rbac_permissions", [session]).texts.map { $0.lowercased() })
        // A server that names no permissions of HTTP says nothing of them.
        let judgesHTTP = allowed.contains { $0.hasPrefix("http/") }
        return calls.filter { !allowed.contains($0.lowercased()) && (judgesHTTP || !$0.hasPrefix("http/")) }
    }
}
