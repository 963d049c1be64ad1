internal import Estate
internal import Foundation
package import Shell

/// A disk or an image as a person writes it.
///
/// ```
/// ssh://root@dns01/dev/sda        a disk of a server
/// nbd://host:10809, nbd+unix:///?socket=/run/x.sock
/// /images/x.raw, file:///images/x.raw
/// nfs://nfs1/sr/x.raw             an image on an export (targets only)
/// ```
package enum DiskAddress {
    /// Opens a disk to read.
    ///
    /// - Parameters:
    ///   - acceptNew: learn an unknown host key.
    ///   - configuration: a file of ssh settings in place of the user's own.
    ///   - way: waits for a way that is cut.
    ///   - warn: hears that the server's own `dd` has to serve, and why.
    package static func source(
        _ text: String, acceptNew: Bool, configuration: String?, options: SourceOptions,
        way: WayPatience = WayPatience(), warn: @Sendable (String) -> Void = { _ in }
    ) async throws -> any DiskSource {
        guard let (host, device) = try program(text, acceptNew: acceptNew, configuration: configuration) else {
            return try await NBDDiskSource(
                uri: text, patience: options.patience, wholeDevice: options.wholeDevice)
        }
        guard case .server(let server) = host else {
            return try await ProgramDiskSource(on: host, device: device, options: options, way: way)
        }
        let (disk, reason) = try await source(on: server, device: device, options: options, way: way)
        if let reason { warn(reason) }
        return disk
    }

    /// Opens a disk of a server; where `p2v-source` cannot run there, with the server's own `dd`.
    ///
    /// - Returns: the disk, and why `dd` has to serve.
    package static func source(
        on server: SSHConnection, device: String, options: SourceOptions, way: WayPatience = WayPatience()
    ) async throws -> (source: any DiskSource, reasonForDD: String?) {
        do { return (try await served(on: server, device, options, way), nil) } catch let failure as Failure {
            guard failure.attempted == SourceFailure.running else { throw failure }
            return (try await DDDiskSource(on: server, device: device, way: way), failure.because)
        }
    }

    private static func served(
        on server: SSHConnection, _ device: String, _ options: SourceOptions, _ way: WayPatience
    ) async throws -> ProgramDiskSource {
        guard options.compression != .asConfigured else {
            return try await ProgramDiskSource(on: .server(server), device: device, options: options, way: way)
        }
        if options.compression == .measured {
            return try await CompressionTrial(server, device, options, way).quicker()
        }
        var packed = server
        packed.compresses = true
        return try await ProgramDiskSource(on: .server(packed), device: device, options: options, way: way)
    }

    /// Where `p2v-source` runs for this disk, and the disk's path there; nil for what another NBD server offers.
    package static func program(
        _ text: String, acceptNew: Bool, configuration: String?
    ) throws -> (host: SourceHost, device: String)? {
        if text.hasPrefix("nbd") && text.contains("://") { return nil }
        guard text.hasPrefix("ssh://") else {
            return (.thisMachine, text.hasPrefix("file://") ? String(text.dropFirst(7)) : text)
        }
        let (server, device) = try server(text)
        return (.server(SSHConnection(server, acceptNew: acceptNew, configuration: configuration)), device)
    }

    /// How an image differs from the file of this machine that it is copied from, in words; nil where it does not.
    ///
    /// - Parameter diskBytes: of the disk that the file holds.
    package static func padding(of text: String, diskBytes: UInt64) -> String? {
        guard let (host, path) = try? program(text, acceptNew: false, configuration: nil), case .thisMachine = host,
            let found = try? FileManager.default.attributesOfItem(
                atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path),
            found[.type] as? FileAttributeType == .typeRegular, let bytes = (found[.size] as? NSNumber)?.uint64Value,
            bytes < diskBytes
        else { return nil }
        return
            "\(path) has \(bytes) bytes, which is no multiple of 512: the image gets \(diskBytes - bytes) zeros more "
            + "at its end"
    }

    /// `ssh://user@host:port/dev/sda` → the server and `/dev/sda`.
    static func server(_ text: String) throws -> (SSHAddress, String) {
        let rest = text.dropFirst(6)
        guard let slash = rest.firstIndex(of: "/") else {
            throw Failure(
                "read the address", on: text, because: "it names no disk", next: "write it as ssh://root@host/dev/sda")
        }
        return (try SSHAddress("ssh://" + rest[..<slash]), String(rest[slash...]))
    }
}
