/// The templates built into the program, by the name that an operator's folder would use.
enum Embedded {
    static let files: [String: [UInt8]] = [
        "domain/kvm.xml": PackageResources.kvm_xml
    ]
}
