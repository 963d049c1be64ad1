/// How a real xapi reads what it is given.
extension MeasuredAnswer {
    static let readings: [MeasuredAnswer] =
        types + counts + [
            MeasuredAnswer(
                "control characters in a name", #"VM.set_name_label ["@VM", "a\u0001"]"#,
                "INTERNAL_ERROR [Xapi_database.Db_exn.Invalid_value]"),
            MeasuredAnswer("a token that is none", #"event.from [["pool"], "garbage", 0.0]"#, tokenRefused),
            MeasuredAnswer("half a token", #"event.from [["pool"], "1,x", 0.0]"#, tokenRefused),
            MeasuredAnswer("a number for a token", #"event.from [["pool"], "1", 0.0]"#, tokenRefused),
            MeasuredAnswer(
                "a token above the generation comes back unchanged, without news",
                #"event.from [["pool"], "00000000000900000000,00000000000000000000", 0.0]"#,
                #"{"events":[],"#),
            MeasuredAnswer(
                "making and changing between two looks is one add",
                [
                    #"event.from [["VIF"], "", 0.0]"#, "VIF.create [\(interface("7", ""))]",
                    #"VIF.add_to_other_config ["$2", "a", "b"]"#, #"event.from [["VIF"], "$1.token", 0.0]"#,
                ], [#""operation":"add""#], never: [#""operation":"mod""#]),
        ]

    private static let tokenRefused = "EVENT_FROM_TOKEN_PARSE_FAILURE"

    private static let types: [MeasuredAnswer] = [
        MeasuredAnswer(
            "a number for a text", #"VM.set_name_label ["@VM", 7]"#,
            #"INTERNAL_ERROR [Failure("Expected string, got int")]"#),
        MeasuredAnswer(
            "a text for a truth", "VBD.create [\(drive("bootable", #""yes""#))]",
            #"INTERNAL_ERROR [Failure("Expected bool, got string")]"#),
        MeasuredAnswer(
            "an enumeration's unknown value", "VBD.create [\(drive("mode", #""XX""#))]",
            #"INTERNAL_ERROR [Failure("Unknown tag/contents")]"#),
        MeasuredAnswer("a create without a field", "VM.create [{}]", "Dispatcher_FieldNotFound"),
        MeasuredAnswer(
            "a device without a field",
            #"VBD.create [{"VM":"@VM","VDI":"OpaqueRef:NULL","userdevice":"0","bootable":"yes"}]"#,
            "Dispatcher_FieldNotFound"),
        MeasuredAnswer(
            "name, description and memory_target may be left out",
            ["VM.create [\(machine())]", #"VM.get_name_label ["$1"]"#], [#""""#]),
        MeasuredAnswer(
            "a float as a text",
            ["VM.create [\(machine(shadow: #""1.5""#))]", #"VM.get_HVM_shadow_multiplier ["$1"]"#], ["1.5"]),
        MeasuredAnswer("a float parameter as a text", #"event.from [["pool"], "", "0.0"]"#, #""events":[{"#),
        MeasuredAnswer("a time as a text", #"message.get_since ["20200101T00:00:00Z"]"#, "{}"),
    ]

    private static let counts: [MeasuredAnswer] = [
        MeasuredAnswer(
            "too few parameters, counted without the session", #"VM.start_on ["@VM"]"#,
            "MESSAGE_PARAMETER_COUNT_MISMATCH [VM.start_on, 4, 1]"),
        MeasuredAnswer(
            "a getter's parameters", "VM.get_record []", "MESSAGE_PARAMETER_COUNT_MISMATCH [VM.get_record, 1, 0]"),
        MeasuredAnswer(
            "a field's getter", #"VM.get_power_state ["@VM", "x"]"#,
            "MESSAGE_PARAMETER_COUNT_MISMATCH [VM.get_power_state, 1, 2]"),
        MeasuredAnswer(
            "a setter's parameters", #"VM.set_name_label ["@VM"]"#,
            "MESSAGE_PARAMETER_COUNT_MISMATCH [VM.set_name_label, 2, 1]"),
        MeasuredAnswer(
            "an unknown method has no task", #"Async.VM.fly ["@VM"]"#, "MESSAGE_METHOD_UNKNOWN [Async.VM.fly]"),
        MeasuredAnswer(
            "a task without a result", [#"Async.SR.scan ["@SR"]"#, #"END "$1""#], [#""<value></value>""#]),
    ]

    /// A VM's record with all that a create asks for.
    static func machine(shadow: String = "1.0", least: Int = 1 << 20, vcpus: Int = 1) -> String {
        let texts = """
            actions_after_shutdown destroy actions_after_reboot restart actions_after_crash restart PV_bootloader - \
            PV_kernel - PV_ramdisk - PV_args - PV_bootloader_args - PV_legacy_args - HVM_boot_policy BIOS PCI_bus - \
            recommendations - affinity OpaqueRef:NULL
            """.split(separator: " ")
        let named = stride(from: 0, to: texts.count, by: 2).map { "\"\(texts[$0])\":\"\(texts[$0 + 1])\"" }
        let limits = ["static_max", "dynamic_max", "dynamic_min"].map { "\"memory_\($0)\":\"1048576\"" }
        let maps = ["VCPUs_params", "HVM_boot_params", "platform", "other_config"].map { "\"\($0)\":{}" }
        let rest = [
            "\"user_version\":1", "\"is_a_template\":false", "\"memory_static_min\":\"\(least)\"", "\"VCPUs_max\":1",
            "\"VCPUs_at_startup\":\(vcpus)", "\"HVM_shadow_multiplier\":\(shadow)",
        ]
        return "{" + (named + limits + maps + rest).joined(separator: ",") + "}"
    }

    /// A drive of ``MeasuredScene``'s first machine, with one field as it should not be.
    static func drive(_ field: String, _ value: String) -> String {
        var fields = [
            "VM": #""@VM""#, "VDI": #""OpaqueRef:NULL""#, "userdevice": #""3""#, "bootable": "false", "mode": #""RW""#,
            "type": #""CD""#, "empty": "true", "other_config": "{}", "qos_algorithm_type": #""""#,
            "qos_algorithm_params": "{}",
        ]
        fields[field] = value
        return "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    static func interface(_ device: String, _ mac: String) -> String {
        #"{"device":"\#(device)","network":"@NETWORK","VM":"@VM","MAC":"\#(mac)","MTU":"1500","other_config":{},"#
            + #""qos_algorithm_type":"","qos_algorithm_params":{}}"#
    }
}
