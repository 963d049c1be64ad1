import Guestfs
import Testing

/// What a user loses if these fail: on a machine with a broken KVM the appliance hangs without a word.
@Suite struct ApplianceSettingsTests {
    @Test func `without settings of the operator the appliance runs directly and without KVM`() {
        let additions = ApplianceSettings.additions(to: [:], kvmUsable: false)
        #expect(additions == ["LIBGUESTFS_BACKEND": "direct", "LIBGUESTFS_BACKEND_SETTINGS": "force_tcg"])
    }

    @Test func `what the operator set is kept`() {
        let own = ["LIBGUESTFS_BACKEND": "libvirt", "LIBGUESTFS_BACKEND_SETTINGS": "force_kvm"]
        #expect(ApplianceSettings.additions(to: own, kvmUsable: false).isEmpty)
    }

    @Test func `emulation is not forced where KVM is said to work`() {
        #expect(ApplianceSettings.additions(to: [:], kvmUsable: true) == ["LIBGUESTFS_BACKEND": "direct"])
    }
}
