internal import Estate
package import XenAPI

/// Images come to an SR in two ways: through the API, or as a file on the NFS export, followed by a scan.
extension XenPool {
    /// A new VDI, empty.
    ///
    /// - Parameters:
    ///   - bytes: the disk's size; the SR rounds it up.
    ///   - raw: without VHD, where the SR allows it.
    /// - Returns: the VDI's UUID.
    package func createImage(_ name: String, bytes: UInt64, on repository: String, raw: Bool = false) async throws
        -> String
    {
        let attempt = "make the image"
        let sr = try await self.repository(repository, to: attempt)
        let free = sr.int("physical_size") - sr.int("physical_utilisation")
        if sr.int("physical_size") > 0, Int64(clamping: bytes) > free, raw {
            throw XenError.api(code: "SR_FULL", parameters: [String(bytes), String(free)]).failure(attempt, on: name)
        }
        let record: JSONValue = [
            "name_label": .string(name), "name_description": "made by p2v", "SR": .string(sr.ref),
            "virtual_size": .integer(Int64(clamping: bytes)), "type": "user", "sharable": false, "read_only": false,
            "other_config": ["p2v": "1"], "xenstore_data": [:], "sm_config": raw ? ["type": "raw"] : [:], "tags": [],
        ]
        let made = try await call("VDI.create", [record], to: attempt, on: name)
        do {
            return try text(try await call("VDI.get_uuid", [made], to: attempt, on: name), attempt, name)
        } catch {
            throw await withoutImage(error, "\(name) on \(repository)") {
                _ = try await self.client.run("VDI.destroy", [made])
            }
        }
    }

    /// A new image with all that `source` has, or none: what cannot be finished is removed, also after Ctrl-C, since half
    /// an image is of no use to anybody.
    ///
    /// - Returns: the VDI's UUID.
    /// - Throws: ``Failure``; one that names the VDI when it could not be removed.
    package func importNewImage(
        _ name: String, bytes: UInt64, from source: any UploadSource, format: DiskFormat, on repository: String
    ) async throws -> String {
        let uuid = try await createImage(name, bytes: bytes, on: repository)
        do {
            try await importImage(source, into: uuid, format: format)
            return uuid
        } catch {
            throw await withoutImage(error, "VDI \(uuid) (\(name))") { try await self.removeImage(uuid) }
        }
    }

    /// Removes what was made before the error, and says what is left where that fails.
    private func withoutImage(
        _ error: any Error, _ image: String, remove: @escaping @Sendable () async throws -> Void
    ) async -> any Error {
        // In a task of its own: an interrupted import is taken back all the same.
        let left = await Task { () async -> (any Error)? in
            do { try await remove() } catch { return error }
            return nil
        }.value
        guard let left else { return error }
        let first = (error as? Failure)?.because ?? (error is CancellationError ? "it was interrupted" : "\(error)")
        return Failure(
            "write the image", on: image,
            because:
                "\(first); and the half-written image could not be removed: \((left as? Failure)?.because ?? "\(left)")",
            next: "remove it: xe vdi-destroy uuid=… (xe vdi-list finds it)",
            exit: (error as? Failure)?.exit ?? (error is CancellationError ? .interrupted : .error))
    }

    /// Writes an image through the API. A VDI that is to take the image exists already; when the import fails, or is
    /// cancelled, it stays, and the import may be repeated from its beginning: the server takes no part of one.
    package func importImage(_ source: any UploadSource, into uuid: String, format: DiskFormat) async throws {
        let attempt = "write the image"
        let vdi = try await call("VDI.get_by_uuid", [.string(uuid)], to: attempt, on: uuid)
        // Nothing on the server checks this beforehand.
        let size = try await call("VDI.get_virtual_size", [vdi], to: attempt, on: uuid).int
        guard let size else {
            throw Failure(attempt, on: uuid, because: "XAPI does not tell the VDI's size", next: "see xe vdi-list")
        }
        if format == .raw, source.bytes > size {
            throw Failure(
                attempt, on: uuid, because: "the image has \(source.bytes) bytes, the VDI \(size)",
                next: "make a larger VDI", exit: .refused)
        }
        do {
            try await client.importDisk(source, into: try text(vdi, attempt, uuid), format: format)
        } catch let error as XenError {
            throw error.failure(attempt, on: uuid)
        }
    }

    private func text(_ value: JSONValue, _ attempt: String, _ subject: String) throws(Failure) -> String {
        if let text = value.text, !text.isEmpty { return text }
        throw Failure(attempt, on: subject, because: "XAPI names no VDI", next: "see xe vdi-list")
    }

    package func removeImage(_ uuid: String) async throws {
        let vdi = try await call("VDI.get_by_uuid", [.string(uuid)], to: "remove the image", on: uuid)
        try await run("VDI.destroy", [vdi], to: "remove the image", on: uuid)
    }

    /// Makes an SR look at its files. One broken VHD makes this fail for the whole SR.
    package func scan(repository: String) async throws {
        let sr = try await self.repository(repository, to: "scan the SR")
        try await run("SR.scan", [.string(sr.ref)], to: "scan the SR", on: repository)
    }

    private func repository(_ name: String, to attempt: String) async throws -> XenRecord {
        let tables = try await tables([.SR], to: attempt)
        let found = tables.records(.SR).filter { $0.label == name || $0.uuid == name }
        if let sr = found.first, found.count == 1 { return sr }
        throw Failure(
            attempt, on: name,
            because: found.isEmpty ? "the pool has no SR of this name" : "\(found.count) SRs have this name",
            next: "name one by its UUID; see p2v pool", exit: .refused)
    }

    /// Scans the SRs that the definition's images lie on; all shared ones where the URL names none that is known.
    func scan(_ definition: MachineDefinition, _ tables: XenTables) async throws {
        let shared = tables.records(.SR).filter { XenPool.holdsDisks($0) }
        let named = shared.filter { sr in
            let base = urls.url(ofRepository: sr, tables)
            return definition.disks.contains { $0.url.hasPrefix(base + "/") || $0.url.contains(sr.uuid) }
        }
        for sr in named.isEmpty ? shared : named {
            try await run("SR.scan", [.string(sr.ref)], to: "find the image on the SR", on: sr.label)
        }
    }
}
