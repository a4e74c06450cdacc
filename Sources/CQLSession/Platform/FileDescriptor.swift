/// A descriptor of the operating system with one owner; it is closed where the owner ends, and nowhere else.
package struct FileDescriptor: ~Copyable, Sendable {
  package let number: Int32

  package init(_ number: Int32) { self.number = number }

  deinit { SystemCalls.close(number) }
}
