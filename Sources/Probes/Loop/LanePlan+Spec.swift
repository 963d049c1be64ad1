internal import Estate

extension LanePlan {
    /// - Throws: ``Failure`` when a socket cannot be opened.
    init(
        _ spec: ProbeSpec, _ endpoint: Endpoint, perSecond: Double, patience: Duration,
        resolverPatience: Duration, mark: UInt64
    ) throws(Failure) {
        log = SampleLog()
        self.patience = .open(limit: patience)
        self.perSecond = spec.perSecond ?? perSecond
        switch spec.kind {
        case .ping: wire = try PacketWire.ping(spec, endpoint, mark: mark)
        case .dns(let name, let expected):
            wire = try PacketWire.dns(spec, endpoint, DNSCodec(name: name, expected: expected))
        case .resolver(let name, let expected):
            wire = try PacketWire.dns(spec, endpoint, DNSCodec(name: name, expected: expected))
            self.patience = .resolver(limit: resolverPatience)
            self.perSecond = spec.perSecond ?? min(perSecond, 10)
        case .tcp: wire = ConnectionWire(endpoint, request: nil)
        case .echo: wire = EchoWire(endpoint)
        case .http(let path): wire = ConnectionWire(endpoint, request: ConnectionWire.request(spec, path: path))
        }
    }
}
