internal import Estate

/// What the firmware says of the machine: sysfs, else `dmidecode -t system`.
enum DMI {
    /// - Returns: sysfs attribute name → value: `product_uuid`.
    static func sysfs(_ text: String) -> [String: String]? {
        let record = AttributeRecord.parse("dmi\n" + text, head: "dmi").first
        guard let attributes = record?.attributes, !attributes.isEmpty else { return nil }
        return attributes
    }

    static func dmidecode(_ text: String) -> [String: String]? {
        let names = [
            "Manufacturer": "sys_vendor", "Product Name": "product_name", "Serial Number": "product_serial",
            "UUID": "product_uuid",
        ]
        var values: [String: String] = [:]
        for line in Lines.of(text) {
            guard let (key, value) = line.halves(":"), let name = names[key], values[name] == nil else { continue }
            values[name] = value
        }
        return values.isEmpty ? nil : values
    }

    /// `08/02/2014`, as DMI writes it, is `2014-08-02`. Nil for other text, and for years that no machine of today is from.
    static func date(_ text: String) -> String? {
        let parts = text.trimmed.split(separator: "/").map { Int($0) }
        guard parts.count == 3, let month = parts[0], let day = parts[1], let year = parts[2], year >= 1995 else {
            return nil
        }
        return CivilDate(year: year, month: month, day: day)?.text
    }
}
