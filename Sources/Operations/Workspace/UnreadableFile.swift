internal import Foundation

/// Why a file that somebody named was not read. Asked of the file system, since a name with a slip in it wants another next
/// step than a file of another user.
package enum UnreadableFile {
    package static func reason(_ path: String) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else {
            switch errno {
            case ENOENT, ENOTDIR: return "there is no such file"
            case EACCES: return "this user may not look into its folder"
            default: return String(cString: strerror(errno))
            }
        }
        if status.st_mode & S_IFMT == S_IFDIR { return "it is a folder" }
        guard access(path, R_OK) == 0 else { return "this user may not read it" }
        return status.st_size == 0 ? "it is empty" : "it is no text in UTF-8, or could not be read to its end"
    }

    /// Why nothing could be written there; nil where the file system gives no reason.
    static func unwritable(_ path: String) -> String? {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return "it is a folder" }
        var folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        while stat(folder, &status) != 0 {
            if errno != ENOENT, errno != ENOTDIR { return String(cString: strerror(errno)) }
            folder = URL(fileURLWithPath: folder).deletingLastPathComponent().path
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return "\(folder) is no folder" }
        return access(folder, W_OK) == 0 ? nil : "this user may not write into \(folder)"
    }
}
