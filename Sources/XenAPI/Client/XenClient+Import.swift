package enum DiskFormat: String, Sendable, Hashable {
    case raw, vhd
}

extension XenClient {
    /// Writes an image into a VDI that exists and is large enough: nothing on the server checks that.
    ///
    /// `PUT /import_raw_vdi` with a Content-Length, followed to the host that sees the SR. The server ends its task when
    /// the image is written; that end counts, not HTTP's.
    package func importDisk(_ source: any UploadSource, into vdi: String, format: DiskFormat) async throws {
        let task = try await call("task.create", ["p2v import", "writing an image"])
        guard let task = task.text else {
            throw XenError.malformed(address: "XAPI", reason: "task.create answered no task")
        }
        do {
            try await put(source, into: vdi, format: format, task)
        } catch let error as XenError {
            // The task knows how it ended where the connection only knows that it broke.
            let state = await state(of: task)
            if case .broken = error, state == .success {
                _ = try await finish(task)
                return
            }
            _ = try? await call("task.destroy", [.string(task)])
            if case .failure(let told) = state { throw told }
            throw error
        }
        _ = try await finish(task)
    }

    private func state(of task: String) async -> XenTask.Status? {
        let record = try? await record("task", task)
        return record.map { XenTask(ref: task, $0.value).status }
    }

    private func put(_ source: any UploadSource, into vdi: String, format: DiskFormat, _ task: String) async throws {
        let session = try await current()
        var address = session.address
        let path =
            "/import_raw_vdi?session_id=\(session.ref)&task_id=\(task)&vdi=\(vdi)&format=\(format.rawValue)"
        for _ in 0..<3 {
            let answer = try await exchange.send(
                HTTPRequest(
                    address: address, path: path, body: .upload(source), seconds: nil, mayBeNew: mayBeNew(address)))
            if (300..<400).contains(answer.status), let next = Self.host(of: answer.location) {
                address = Self.complete(next, like: session.address)
                continue
            }
            guard (200..<300).contains(answer.status) else {
                let reason = await state(of: task)
                if case .failure(let error) = reason { throw error }
                throw XenError.malformed(address: address, reason: "HTTP \(answer.status) to an import")
            }
            return
        }
        throw XenError.malformed(address: address, reason: "it sends the import from host to host")
    }

    /// `https://10.0.0.2/import_raw_vdi?…` is `10.0.0.2`.
    static func host(of location: String?) -> String? {
        guard let location, let start = location.firstRange(of: "://")?.upperBound else { return nil }
        let host = location[start...].prefix { $0 != "/" }
        return host.isEmpty || host.contains("@") ? nil : String(host)
    }
}
