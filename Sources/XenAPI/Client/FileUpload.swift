internal import Glibc

/// A file to upload, read in pieces.
package final class FileUpload: UploadSource {
    package let bytes: Int64
    private let descriptor: Int32

    /// - Throws: ``XenError/broken(address:reason:)`` when it cannot be read.
    package init(path: String) throws(XenError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            throw .broken(address: path, reason: String(cString: strerror(errno)))
        }
        bytes = Int64(status.st_size)
    }

    deinit { close(descriptor) }

    package func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let got = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
        guard got >= 0 else { throw XenError.broken(address: "the image", reason: String(cString: strerror(errno))) }
        return got
    }
}
