internal import CGuestfs
internal import Glibc

/// One running appliance. Not Sendable: it stays on the thread that ``Appliance/run(_:settings:launched:work:)`` gave it.
/// Paths are the guest's own, from its root; symbolic links are followed inside the guest's root only, by the appliance.
/// Safe: the handle is closed with this object, and no call returns memory of it without a copy.
@safe package final class Session {
    let handle: OpaquePointer
    /// Questions that a damaged file system did not answer: what was asked about is not known to be absent.
    package private(set) var unanswered: [GuestfsError] = []

    init(_ settings: ApplianceSettings) throws(GuestfsError) {
        guard let handle = unsafe p2v_guestfs_create() else {
            throw GuestfsError("create", "no memory for a libguestfs handle", .library(errno: ENOMEM))
        }
        unsafe self.handle = handle
        unsafe guestfs_set_error_handler(handle, nil, nil)
        unsafe guestfs_set_memsize(handle, Int32(settings.memoryMiB))
        unsafe guestfs_set_network(handle, 0)
        // Ctrl-C reaches p2v alone, which then ends the appliance in order.
        unsafe guestfs_set_pgroup(handle, 1)
        unsafe guestfs_set_autosync(handle, 1)
    }

    deinit {
        unsafe guestfs_close(handle)
    }

    func add(_ drive: Drive) throws(GuestfsError) {
        let (name, socket): (String, String?) =
            switch drive.location {
            case .file(let path): (path, nil)
            case .nbd(let socket): ("", socket)
            }
        let server = socket.map { "unix:\($0)" }
        let status = unsafe p2v_guestfs_add_drive(
            handle, name, drive.format, drive.readOnly ? 1 : 0, server, Int32(drive.sectorBytes ?? 0))
        try check("add drive \(name)", status)
    }

    func launch() throws(GuestfsError) {
        try unsafe check("launch the appliance", guestfs_launch(handle))
    }

    /// A path that is not there is an answer; a file system that cannot tell is none.
    func noteUnanswered(_ operation: String) {
        let error = failure(operation)
        guard case .library(let number) = error.reason, [EIO, EUCLEAN, EBADMSG, ENXIO].contains(number) else { return }
        unanswered.append(error)
    }

    func noteUnanswered(_ error: GuestfsError) { unanswered.append(error) }

    var process: Int32 { unsafe guestfs_get_pid(handle) }

    /// Unmounts all, so that every write is on the drives, and ends the appliance.
    func finish() throws(GuestfsError) {
        try unsafe check("unmount", guestfs_umount_all(handle))
        try unsafe check("sync", guestfs_sync(handle))
        try unsafe check("shut the appliance down", guestfs_shutdown(handle))
    }
}
