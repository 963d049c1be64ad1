internal import Estate
internal import Libvirt

extension LibvirtError {
    /// The error as an operator needs it.
    ///
    /// - Parameters:
    ///   - subject: a machine or a host.
    ///   - next: the advice for errors that have none of their own.
    func failure(_ attempted: String, on subject: String, next: String) -> Failure {
        Failure(attempted, on: subject, because: message, next: advice ?? next, exit: .error)
    }

    private var advice: String? {
        if code == Self.timedOut { return "check that the host is up and that its libvirtd listens" }
        let text = message.lowercased()
        if text.contains("certificate") {
            return "check the certificates' dates and names under /etc/pki, here and on the host"
        }
        if text.contains("connection refused") { return "start libvirtd on the host, with its TLS socket" }
        if text.contains("no route to host") || text.contains("connection timed out") {
            return "check that the host is up and that the network between reaches it"
        }
        if text.contains("cannot allocate memory") { return "free memory on the host, or choose another" }
        if text.contains("cannot get interface mtu") || text.contains("no such device") {
            return "create the bridge on the host, or name another network"
        }
        if text.contains("unsafe") { return "give the disk cache='none' and stop and start the machine" }
        return nil
    }
}
