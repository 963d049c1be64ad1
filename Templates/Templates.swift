internal import Foundation
internal import Stencil

/// # Templates: what an operator may want to change
///
/// Domain XML and other files that p2v writes, rendered by Stencil (which this module alone imports). Every value is
/// escaped **before** it reaches a template, by the kind of the file, so that a template's author cannot forget it.
///
/// ```
/// values ─Escaping (by the file's name)→ Stencil ─→ text
///             a file of the operator's folder (P2V_TEMPLATES) ┘ └ or the one built in
/// ```
package struct Templates: Sendable {
    /// The operator's folder: `domain/kvm.xml` in it replaces the one built in.
    package var folder: String?

    /// The operator's folder is what `P2V_TEMPLATES` names.
    package init() {
        self.init(folder: ProcessInfo.processInfo.environment["P2V_TEMPLATES"])
    }

    /// - Parameter folder: nil or empty for the built-in templates alone.
    package init(folder: String?) {
        self.folder = folder.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Renders one template.
    ///
    /// - Parameter name: `domain/kvm.xml`.
    /// - Throws: ``TemplateError`` when there is no such template, when it is not well formed, or when a value cannot
    ///   be written into such a file at all.
    package func render(_ name: String, _ values: [String: TemplateValue]) throws(TemplateError) -> String {
        let escaping = Escaping(fileName: name)
        var context: [String: Any] = [:]
        for (key, value) in values {
            context[key] = try value.escaped(by: escaping, as: key, in: name)
        }
        let environment = Environment(loader: TemplateLoader(templates: self), trimBehaviour: .smart)
        do {
            return try environment.renderTemplate(name: name, context: context)
        } catch let error as TemplateError {
            throw error
        } catch {
            throw TemplateError(template: name, because: "\(error)")
        }
    }

    /// The text of a template: the operator's, or the one built in.
    package func source(_ name: String) throws(TemplateError) -> String {
        if let folder {
            let path = folder + "/" + name
            if FileManager.default.fileExists(atPath: path) {
                guard let bytes = FileManager.default.contents(atPath: path) else {
                    throw TemplateError(template: path, because: "it cannot be read")
                }
                return String(decoding: bytes, as: UTF8.self)
            }
        }
        guard let bytes = Embedded.files[name] else {
            throw TemplateError(template: name, because: "there is no such template")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Why a template did not become a text.
package struct TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    package var template: String
    package var because: String

    package var description: String { "template \(template): \(because)" }
}

/// Lets templates include each other by name, with the operator's folder first.
private struct TemplateLoader: Loader {
    var templates: Templates

    func loadTemplate(name: String, environment: Environment) throws -> Template {
        Template(templateString: try templates.source(name), environment: environment, name: name)
    }

    func loadTemplate(names: [String], environment: Environment) throws -> Template {
        guard let name = names.first else { throw TemplateError(template: "", because: "no name was given") }
        return try loadTemplate(name: name, environment: environment)
    }
}
