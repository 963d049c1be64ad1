internal import Estate
internal import Foundation

/// QEMU's monitor, asked for a picture of the screen.
enum MachineMonitor {
    /// - Returns: true when QEMU has written the picture.
    static func screenshot(to path: String, over socket: String) -> Bool {
        do { try MonitorConnection(socket).ask("screendump", ["filename": path]) } catch { return false }
        return FileManager.default.fileExists(atPath: path)
    }
}
