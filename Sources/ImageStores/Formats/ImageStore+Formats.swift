internal import BlockExport
internal import Estate

extension ImageStore {
    /// Starts a new image of a format as `NAME.part`, or opens the one that is there.
    ///
    /// - Parameters:
    ///   - bytes: of the disk. A VHD's size is this rounded up to 2 MiB.
    ///   - needed: bytes that will be written to a new one.
    /// - Returns: the disk in the image, and whether it is new (and so reads as zeros).
    package func stage(
        _ name: String, format: ImageFormat, bytes: UInt64, needed: UInt64? = nil
    ) async throws -> (file: any ImageFile, isNew: Bool) {
        try SRFolder.admit(format, location(of: name))
        guard format != .raw else { return try await stage(name, bytes: bytes, needed: needed) }
        if format == .vhd || format == .vhdFixed { _ = try VHDLayout(bytes: bytes) }
        guard try await !exists(name) else { throw taken(name) }
        let part = Self.part(of: name)
        if try await exists(part) {
            if try await hasHeader(part, format) {
                return (try await open(part, format: format, bytes: bytes, writing: true), false)
            }
            // Killed before its first bytes were there.
            try await remove(part)
        }
        try await admit(needed ?? bytes, for: name)
        return (try await make(part, format, bytes), true)
    }

    /// Opens the disk in an image.
    ///
    /// - Parameter bytes: of the disk that was copied into it.
    package func open(
        _ name: String, format: ImageFormat, bytes: UInt64, writing: Bool = false
    ) async throws -> any ImageFile {
        if format == .qcow2 { return try await openQcow2(name, bytes, writing: writing) }
        let file = try await open(name, writing: writing)
        switch format {
        case .vhd: return try await VHDImageFile.open(file, bytes: bytes, writing: writing)
        case .vhdFixed where writing: return try FixedVHDImageFile(file, bytes: bytes)
        case .vhdFixed: return try await FixedVHDImageFile.open(file, bytes: bytes)
        default: return file
        }
    }

    /// What is wrong with a finished image's own structures; its content is another matter.
    package func problems(of name: String, format: ImageFormat) async throws -> [String] {
        switch format {
        case .raw: return []
        case .qcow2: return try await QemuImage.problems(of: location(of: name), format: format)
        case .vhd, .vhdFixed:
            let file = try await open(name, writing: false)
            let fixedIsFine = format == .vhdFixed && !SRFolder.holds(location(of: name))
            let problems = try await VHDCheck.problems(of: file, fixedIsFine: fixedIsFine)
            try await file.close()
            return problems
        }
    }

    private func make(_ part: String, _ format: ImageFormat, _ bytes: UInt64) async throws -> any ImageFile {
        let file = try await create(part, bytes: 0)
        switch format {
        case .vhd: return try await VHDImageFile.create(in: file, bytes: bytes)
        case .vhdFixed:
            try await file.truncate(to: try VHDLayout(bytes: bytes).size)
            return try FixedVHDImageFile(file, bytes: bytes)
        case .qcow2: return try await Qcow2ImageFile.create(in: file, bytes: bytes)
        case .raw: return file
        }
    }

    /// We write on only in what we made; QEMU reads all, which makes it an independent reader of what we wrote.
    private func openQcow2(_ name: String, _ bytes: UInt64, writing: Bool) async throws -> any ImageFile {
        if writing {
            let file = try await open(name, writing: true)
            if let image = try await Qcow2ImageFile.reopen(file, bytes: bytes) { return image }
            try await file.close()
        }
        return try await QemuImageFile(location: location(of: name), format: .qcow2, bytes: bytes, writing: writing)
    }

    /// Whether a `.part` of ours got as far as its first bytes, which are written last.
    private func hasHeader(_ part: String, _ format: ImageFormat) async throws -> Bool {
        let file = try await open(part, writing: false)
        let (size, head) = (try await file.size(), try await file.read(at: 0, count: 4))
        try await file.close()
        return format == .vhdFixed ? size > 0 : head.contains { $0 != 0 }
    }
}
