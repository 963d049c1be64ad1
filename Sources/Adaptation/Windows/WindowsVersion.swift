/// Which folders of a driver collection fit a Windows, the best first.
enum WindowsVersion {
    static func folders(_ facts: WindowsGuest) -> [String] {
        switch (facts.major, facts.minor) {
        case (10, _) where facts.isServer:
            facts.build >= 26100
                ? ["2k25", "2k22", "2k19", "2k16", "w11", "w10"]
                : facts.build >= 20348
                    ? ["2k22", "2k19", "2k16", "w10"]
                    : facts.build >= 17763 ? ["2k19", "2k16", "w10"] : ["2k16", "w10"]
        case (10, _): facts.build >= 22000 ? ["w11", "w10"] : ["w10"]
        case (6, 3): facts.isServer ? ["2k12R2", "w8.1"] : ["w8.1", "2k12R2"]
        case (6, 2): facts.isServer ? ["2k12", "w8"] : ["w8", "2k12"]
        case (6, 1): facts.isServer ? ["2k8R2", "w7"] : ["w7", "2k8R2"]
        case (6, 0): ["2k8", "vista"]
        case (5, 2): ["2k3"]
        case (5, 1): ["xp"]
        default: []
        }
    }
}
