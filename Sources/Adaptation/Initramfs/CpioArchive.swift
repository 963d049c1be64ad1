/// Writes a cpio archive in the "newc" format that the kernel unpacks (kernel documentation,
/// "initramfs buffer format"). The same entries give the same bytes: times and owners are zero, inodes count up.
struct CpioArchive {
    private(set) var bytes: [UInt8] = []
    private var inode: UInt32 = 0

    mutating func add(directory path: String) {
        add(path, mode: 0o040755, content: [])
    }

    mutating func add(file path: String, mode: UInt32 = 0o644, _ content: [UInt8]) {
        add(path, mode: 0o100000 | mode, content: content)
    }

    mutating func add(link path: String, to target: String) {
        add(path, mode: 0o120777, content: Array(target.utf8))
    }

    /// Ends the archive and pads it, as what follows must begin at a multiple of four (we take a sector).
    mutating func finish() {
        add("TRAILER!!!", mode: 0, content: [])
        pad(to: 512)
    }

    private mutating func add(_ path: String, mode: UInt32, content: [UInt8]) {
        inode += 1
        let name = Array(path.utf8)
        let links: UInt32 = mode & 0o170000 == 0o040000 ? 2 : 1
        let fields: [UInt32] = [
            inode, mode, 0, 0, links, 0, UInt32(content.count), 0, 0, 0, 0, UInt32(name.count + 1), 0,
        ]
        bytes += Array("070701".utf8)
        for field in fields { bytes += Self.hexadecimal(field) }
        bytes += name + [0]
        pad(to: 4)
        bytes += content
        pad(to: 4)
    }

    private mutating func pad(to multiple: Int) {
        while bytes.count % multiple != 0 { bytes.append(0) }
    }

    private static func hexadecimal(_ value: UInt32) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return stride(from: 28, through: 0, by: -4).map { digits[Int(value >> UInt32($0) & 15)] }
    }
}
