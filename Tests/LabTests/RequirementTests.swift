import Estate
import Testing

@testable import Lab

@Suite struct RequirementTests {
    /// The operator gets the whole list at once, not one package a try.
    @Test func `missing programs are named by their packages, each once`() {
        #expect(Requirement.missing { _ in true }.isEmpty)
        let missing = Requirement.missing {
            !$0.contains("virsh") && !$0.contains("nsenter") && !$0.contains("unshare")
        }
        #expect(missing == ["libvirt-clients", "util-linux"])
        #expect(
            Requirement.missing(Requirement.room) { !$0.contains("OVMF") && !$0.contains("mmd") } == ["mtools", "ovmf"])
    }
}
