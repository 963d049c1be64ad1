/// The templates built into the program, by the name that an operator's folder would use.
enum Embedded {
    static let files: [String: [UInt8]] = [
        "domain/kvm.xml": PackageResources.kvm_xml,
        "domain/xen.xml": PackageResources.xen_xml,
        "nightly/p2v-nightly.service": PackageResources.p2v_nightly_service,
        "nightly/p2v-nightly.timer": PackageResources.p2v_nightly_timer,
        "nightly/p2v-serve.service": PackageResources.p2v_serve_service,
        "nightly/p2v-nightly.cron": PackageResources.p2v_nightly_cron,
        "nightly/report.html": PackageResources.report_html,
        "boot-media/first-process": PackageResources.first_process,
        "boot-media/dhcp-lease": PackageResources.dhcp_lease,
        "boot-media/grub.cfg": PackageResources.grub_cfg,
    ]
}
