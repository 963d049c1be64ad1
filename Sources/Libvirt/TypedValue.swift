internal import CLibvirt
internal import Glibc

/// One value of libvirt's typed parameters.
package enum TypedValue: Sendable, Hashable {
    case signed(Int64)
    case unsigned(UInt64)
    case real(Double)
    case flag(Bool)
    case text(String)

    /// The value as a count, where it is one.
    package var count: UInt64? {
        switch self {
        case .signed(let number): UInt64(exactly: number)
        case .unsigned(let number): number
        case .real(let number): UInt64(exactly: number.rounded())
        case .flag, .text: nil
        }
    }

    package var string: String? {
        if case .text(let string) = self { string } else { nil }
    }

    init?(_ parameter: virTypedParameter) {
        switch unsafe UInt32(bitPattern: parameter.type) {
        case VIR_TYPED_PARAM_INT.rawValue: self = unsafe .signed(Int64(parameter.value.i))
        case VIR_TYPED_PARAM_UINT.rawValue: self = unsafe .unsigned(UInt64(parameter.value.ui))
        case VIR_TYPED_PARAM_LLONG.rawValue: self = unsafe .signed(parameter.value.l)
        case VIR_TYPED_PARAM_ULLONG.rawValue: self = unsafe .unsigned(parameter.value.ul)
        case VIR_TYPED_PARAM_DOUBLE.rawValue: self = unsafe .real(parameter.value.d)
        case VIR_TYPED_PARAM_BOOLEAN.rawValue: self = unsafe .flag(parameter.value.b != 0)
        case VIR_TYPED_PARAM_STRING.rawValue:
            guard let text = unsafe parameter.value.s else { return nil }
            self = unsafe .text(String(cString: text))
        default: return nil
        }
    }

    /// Copies an array of parameters; the caller still owns it.
    static func dictionary(_ parameters: UnsafePointer<virTypedParameter>?, count: Int) -> [String: TypedValue] {
        var values: [String: TypedValue] = [:]
        for index in 0..<count {
            guard let parameter = unsafe parameters?[index], let value = unsafe TypedValue(parameter) else { continue }
            unsafe values[name(of: parameter)] = value
        }
        return values
    }

    private static func name(of parameter: virTypedParameter) -> String {
        unsafe withUnsafeBytes(of: parameter.field) { field in
            unsafe String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

/// Parameters for a call, in memory that libvirt owns the layout of.
/// Safe: the memory is libvirt's, grows only through its calls, and is freed with this object.
@safe final class TypedParameters {
    private(set) var pointer: virTypedParameterPtr?
    private(set) var count: Int32 = 0
    private var room: Int32 = 0

    deinit { unsafe virTypedParamsFree(pointer, count) }

    func add(_ name: String, _ value: UInt64) throws(LibvirtError) {
        try unsafe Check.number(
            virTypedParamsAddULLong(&pointer, &count, &room, name, value), "virTypedParamsAddULLong")
    }

    func add(_ name: String, _ value: Int32) throws(LibvirtError) {
        try unsafe Check.number(virTypedParamsAddInt(&pointer, &count, &room, name, value), "virTypedParamsAddInt")
    }

    func add(_ name: String, _ value: String) throws(LibvirtError) {
        try unsafe Check.number(
            virTypedParamsAddString(&pointer, &count, &room, name, value), "virTypedParamsAddString")
    }
}
