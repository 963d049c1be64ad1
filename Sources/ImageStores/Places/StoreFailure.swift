internal import Estate
internal import Foundation

/// Turns an errno of a store into what the operator needs.
enum StoreFailure {
    static func make(_ attempted: String, on subject: String, code: Int32, words: String) -> Failure {
        let next =
            switch code {
            case ENOSPC, EDQUOT: "free space on the SR, then run again with --resume: what was copied is kept"
            case ENOENT: "check that the file is still on the SR and that the SR is the right one"
            case EACCES, EPERM, EROFS: "check the export's options and that this user may write to it"
            case ESTALE, EIO: "check the SR's server and disks, then run again with --resume"
            default: "check that the SR's server is up and exports this path, then run again with --resume"
            }
        return Failure(attempted, on: subject, because: words, next: next)
    }
}
