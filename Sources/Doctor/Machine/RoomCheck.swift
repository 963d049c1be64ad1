internal import Glibc

/// A folder has room for the appliance and its work.
package struct RoomCheck: Check {
    private let folder: String
    private let neededBytes: UInt64

    package init(folder: String, neededBytes: UInt64 = 2 << 30) {
        self.folder = folder
        self.neededBytes = neededBytes
    }

    package func findings() async -> [Finding] {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else {
            return [
                Finding(
                    .machine, .problem, folder, "cannot be asked for its room: \(String(cString: strerror(errno)))",
                    hint: "set TMPDIR to a folder that exists")
            ]
        }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        let text = "\(free >> 20) MiB free"
        guard free >= neededBytes else {
            return [
                Finding(
                    .machine, .problem, folder, "\(text), \(neededBytes >> 20) MiB are needed",
                    hint: "make room, or set TMPDIR to another folder")
            ]
        }
        return [Finding(.machine, .ok, folder, text)]
    }
}
