internal import CLinux
package import Estate
internal import Glibc

/// Runs on a host: makes its bridge forget a MAC address, then tells the switches beyond that it is here.
///
/// The bridge learned the machine's address on its uplink, where the machine's frames came from so far. A frame for the
/// machine that arrives there would be dropped: a bridge sends nothing back to where it came from. Once forgotten, such
/// frames go to every port, and so to the machine's tap.
package struct StationAnnouncer: Sendable {
    let interface: String
    let socket: Int32
    let ports: [String]

    /// - Parameter interface: the bridge that the machines' VIFs join.
    /// - Throws: ``Failure`` without such an interface, or without the right to send frames.
    package init(interface: String) throws(Failure) {
        self.interface = interface
        socket = clinux_frame_socket(interface)
        ports = Self.interfaces.filter { $0 != interface }
        if socket < 0 {
            throw Failure(
                "send frames", on: interface, because: String(cString: strerror(-socket)),
                next: "run it as root, and name the bridge that the machines use")
        }
    }

    /// Microseconds to wait before each announcement. A reply that the paused guest had sent may still be on its way
    /// out of the source, and would teach the switches its old place again: the announcement is repeated after it.
    static let pauses: [UInt32] = [0, 2_000, 3_000, 5_000, 10_000, 20_000, 40_000]

    /// Announces all the addresses, again and again for 80 ms.
    ///
    /// - Throws: ``Failure`` for what is no MAC address, or when a frame cannot be sent.
    package func announce(_ macs: [String]) throws(Failure) {
        let frames = try macs.map { mac throws(Failure) in try Self.frame(mac) }
        for pause in Self.pauses {
            usleep(pause)
            for frame in frames { try announce(frame) }
        }
    }

    private static func frame(_ mac: String) throws(Failure) -> StationFrame {
        if let frame = StationFrame(mac) { return frame }
        throw Failure(
            "announce a machine", on: mac, because: "it is no MAC address", next: "write it as 52:54:00:77:00:42",
            exit: .refused)
    }

    private func announce(_ frame: StationFrame) throws(Failure) {
        for port in ports { clinux_bridge_forget(port, frame.mac) }
        let bytes = frame.bytes
        guard send(socket, bytes, bytes.count, 0) == bytes.count else {
            throw Failure(
                "announce a machine", on: interface, because: String(cString: strerror(errno)),
                next: "check that \(interface) is up")
        }
    }

    /// Every interface of this network namespace; asking a bridge to forget on what is no port of it does nothing.
    /// Not from /sys, which may show another namespace's.
    private static var interfaces: [String] {
        guard let list = if_nameindex() else { return [] }
        defer { if_freenameindex(list) }
        var names: [String] = []
        var entry = list
        while let name = entry.pointee.if_name {
            names.append(String(cString: name))
            entry += 1
        }
        return names
    }
}
