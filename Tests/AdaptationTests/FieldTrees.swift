import Estate

@testable import Adaptation

/// All of them; each family has a file of its own.
enum FieldTrees {
    static let all: [FieldTree] = redHat + debian + suse + others

    /// A partition: `sda1`.
    static func part(
        _ name: String, _ type: String, _ uuid: String?, label: String? = nil, esp: Bool = false,
        partUUID: String? = nil
    ) -> GuestVolume {
        let place = DevicePlace("/dev/\(name)")
        return GuestVolume(
            device: "/dev/\(name)", disk: place?.index, partition: place?.partition, type: type, uuid: uuid,
            label: label, partitionUUID: partUUID ?? "p-\(name)",
            partitionType: esp ? "c12a7328-f81f-11d2-ba4b-00a0c93ec93b" : nil)
    }

    static func volume(_ device: String, _ type: String, _ uuid: String) -> GuestVolume {
        GuestVolume(device: device, type: type, uuid: uuid)
    }

    static func card(
        _ name: String, _ last: String, driver: String? = nil, master: String? = nil, kind: String = "physical",
        permanent: String? = nil
    ) -> NetworkInterface {
        NetworkInterface(
            name: name, kind: kind, mac: "52:54:00:00:00:\(last)",
            permanentMAC: permanent.map { "52:54:00:00:00:\($0)" },
            mtu: 1500, up: true, addresses: [], driver: driver, master: master, megabits: nil, vlan: nil)
    }

    static func scan(_ cards: NetworkInterface..., modules: [String] = [], links: [String: String] = [:])
        -> ServerProfile
    {
        Profiles.with(interfaces: cards, modules: modules, links: links)
    }

    static func release(_ id: String, _ version: String, like: String = "") -> String {
        "ID=\"\(id)\"\nVERSION_ID=\"\(version)\"\nPRETTY_NAME=\"\(id) \(version)\"\nID_LIKE=\"\(like)\"\n"
    }

    /// As grub-mkconfig writes it, with what surrounds the entries.
    static func menu(_ entries: String, prefix: String = "set default=\"0\"") -> String {
        """
        if [ -s $prefix/grubenv ]; then
          set have_grubenv=true
          load_env
        fi
        if [ "${next_entry}" ] ; then
           set default="${next_entry}"
           set next_entry=
           save_env next_entry
           set boot_once=true
        else
           \(prefix)
        fi
        function savedefault {
          if [ -z "${boot_once}" ]; then
            saved_entry="${chosen}"
            save_env saved_entry
          fi
        }
        function load_video {
          if [ x$feature_all_video_module = xy ]; then
            insmod all_video
          fi
        }
        \(entries)
        if [ -f  ${config_directory}/custom.cfg ]; then
          source ${config_directory}/custom.cfg
        fi

        """
    }

    static func entry(_ title: String, _ kernel: String, _ options: String, _ initrd: String?, id: String) -> String {
        """
        menuentry '\(title)' --class gnu-linux --class os $menuentry_id_option '\(id)' {
        \tload_video
        \tinsmod gzio
        \tif [ x$grub_platform = xxen ]; then insmod xzio; insmod lzopio; fi
        \tsearch --no-floppy --fs-uuid --set=root aaaa
        \techo\t'Loading Linux ...'
        \tlinux\t\(kernel) \(options)
        \(initrd.map { "\tinitrd\t\($0)\n" } ?? "")}

        """
    }
}
