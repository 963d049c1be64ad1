internal import Guestfs

extension Applier {
    /// Runs the guest's own tool, in the guest's root inside the appliance.
    func rebuild(_ plan: InitramfsRebuild, _ record: inout AdaptationRecord) throws {
        guard let real = session.resolved(plan.initramfs), let before = session.status(of: real) else {
            throw failure("rebuild \(plan.initramfs)", because: "it is gone")
        }
        let space = try session.space(at: real)
        // The original stays beside the new one, and tools write a third file before they rename it.
        guard space.bytes >= before.bytes * 3 else {
            throw failure(
                "rebuild \(plan.initramfs)",
                because: "\(before.bytes * 3 >> 10) KiB are needed there and \(space.bytes >> 10) KiB are free")
        }
        try keepOriginal(real, &record)
        do throws(GuestfsError) {
            try session.run(plan.command)
        } catch {
            throw failure("rebuild \(plan.initramfs) with \(plan.command[0])", because: error.message)
        }
        guard let after = session.status(of: real), after.bytes > 0 else {
            throw failure("rebuild \(plan.initramfs)", because: "\(plan.command[0]) left nothing there")
        }
        record.rebuilt = (record.rebuilt ?? [:]).merging([plan.initramfs: plan.purpose]) { _, new in new }
    }
}
