internal import ArgumentParser
internal import ImageStores

/// `--format` of `p2v copy`.
enum CopyFormat: String, ExpressibleByArgument, CaseIterable {
    case raw, qcow2, vhd

    var imageFormat: ImageFormat {
        switch self {
        case .raw: .raw
        case .qcow2: .qcow2
        case .vhd: .vhd
        }
    }
}

/// `--subformat` of `p2v copy --format vhd`.
enum VHDSubformat: String, ExpressibleByArgument, CaseIterable {
    case dynamic, fixed
}
