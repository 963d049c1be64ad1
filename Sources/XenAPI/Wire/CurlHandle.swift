internal import CCurl
internal import Glibc

/// One easy handle of libcurl with its connection. Used by one thread at a time: whoever took it out of the idle list.
final class CurlHandle: @unchecked Sendable {
    private let handle: OpaquePointer

    init?() {
        guard let handle = curl_easy_init() else { return nil }
        self.handle = OpaquePointer(handle)
    }

    deinit { curl_easy_cleanup(raw) }

    private var raw: UnsafeMutableRawPointer { UnsafeMutableRawPointer(handle) }

    /// Connects, and answers with the certificate that the server shows.
    func certificate(of address: String, _ stop: Stop) throws -> Certificate {
        let transfer = CurlTransfer(HTTPRequest(address: address, path: "/"), stop)
        try configure(transfer, key: nil)
        p2v_set_long(raw, CURLOPT_CERTINFO, 1)
        p2v_set_long(raw, CURLOPT_NOBODY, 1)
        p2v_set_long(raw, CURLOPT_CONNECT_ONLY, 1)
        let code = withExtendedLifetime(transfer) { curl_easy_perform(raw) }
        if stop.isSet { throw CancellationError() }
        guard code == CURLE_OK else { throw XenError.unreachable(address: address, reason: text(code, transfer)) }
        var list: UnsafeMutablePointer<curl_certinfo>?
        guard p2v_get_certificates(raw, &list) == CURLE_OK, let first = list?.pointee, first.num_of_certs > 0 else {
            throw XenError.malformed(address: address, reason: "it shows no certificate")
        }
        var item = first.certinfo[0]
        while let entry = item?.pointee {
            let line = entry.data.map { String(cString: $0) } ?? ""
            if line.hasPrefix("Cert:"), let certificate = Certificate(pem: String(line.dropFirst(5))) {
                return certificate
            }
            item = entry.next
        }
        throw XenError.malformed(address: address, reason: "its certificate cannot be read")
    }

    func perform(_ request: HTTPRequest, key: String, _ stop: Stop) throws -> HTTPAnswer {
        let transfer = CurlTransfer(request, stop)
        try configure(transfer, key: key)
        var headers: UnsafeMutablePointer<curl_slist>?
        // Neither waits for the server's consent before the body: XAPI does not give it.
        headers = curl_slist_append(headers, "Expect:")
        switch request.body {
        case .none: break
        case .json(let bytes):
            headers = curl_slist_append(headers, "Content-Type: application/json")
            p2v_set_long(raw, CURLOPT_POST, 1)
            p2v_set_size(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
            _ = bytes.withUnsafeBytes { p2v_set_pointer(raw, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
        case .upload(let source):
            // A known size means Content-Length: XAPI refuses any Transfer-Encoding.
            p2v_set_long(raw, CURLOPT_UPLOAD, 1)
            p2v_set_size(raw, CURLOPT_INFILESIZE_LARGE, curl_off_t(source.bytes))
            p2v_set_long(raw, CURLOPT_UPLOAD_BUFFERSIZE, 1 << 20)
        }
        p2v_set_pointer(raw, CURLOPT_HTTPHEADER, headers)
        let code = withExtendedLifetime(transfer) { curl_easy_perform(raw) }
        curl_slist_free_all(headers)
        return try transfer.answer(code, status: status, reason: text(code, transfer))
    }

    private func configure(_ transfer: CurlTransfer, key: String?) throws {
        curl_easy_reset(raw)
        let me = Unmanaged.passUnretained(transfer).toOpaque()
        p2v_set_text(raw, CURLOPT_URL, "https://\(transfer.request.address)\(transfer.request.path)")
        p2v_set_text(raw, CURLOPT_PROTOCOLS_STR, "https")
        p2v_set_text(raw, CURLOPT_PROXY, "")
        p2v_set_text(raw, CURLOPT_USERAGENT, "p2v")
        p2v_set_long(raw, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        p2v_set_long(raw, CURLOPT_NOSIGNAL, 1)
        p2v_set_long(raw, CURLOPT_CONNECTTIMEOUT, 10)
        p2v_set_long(raw, CURLOPT_TCP_KEEPALIVE, 1)
        p2v_set_long(raw, CURLOPT_TIMEOUT, transfer.request.seconds ?? 0)
        // The pin takes the place of a certificate authority and of a name: see CurlExchange.
        p2v_set_long(raw, CURLOPT_SSL_VERIFYPEER, 0)
        p2v_set_long(raw, CURLOPT_SSL_VERIFYHOST, 0)
        if let key { p2v_set_text(raw, CURLOPT_PINNEDPUBLICKEY, key) }
        p2v_set_pointer(raw, CURLOPT_ERRORBUFFER, transfer.reason)
        p2v_set_data(raw, CURLOPT_WRITEFUNCTION, CurlTransfer.write)
        p2v_set_pointer(raw, CURLOPT_WRITEDATA, me)
        p2v_set_data(raw, CURLOPT_HEADERFUNCTION, CurlTransfer.header)
        p2v_set_pointer(raw, CURLOPT_HEADERDATA, me)
        p2v_set_data(raw, CURLOPT_READFUNCTION, CurlTransfer.read)
        p2v_set_pointer(raw, CURLOPT_READDATA, me)
        p2v_set_long(raw, CURLOPT_NOPROGRESS, 0)
        p2v_set_progress(raw, CurlTransfer.progress)
        p2v_set_pointer(raw, CURLOPT_XFERINFODATA, me)
    }

    private var status: Int {
        var status = 0
        p2v_get_status(raw, &status)
        return status
    }

    private func text(_ code: CURLcode, _ transfer: CurlTransfer) -> String {
        let told = String(cString: transfer.reason)
        return told.isEmpty ? String(cString: curl_easy_strerror(code)) : told
    }
}
