/// A type of somebody else's format: keys that it does not know are passed over when it is read. In p2v's own formats they
/// are errors.
package protocol OpenKeys {}
