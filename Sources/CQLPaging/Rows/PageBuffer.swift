/// The bytes of one page, as they came from the server: one allocation, shared by all rows that point into it.
///
/// The bytes are written once, before anyone else has the buffer, and never change afterwards.
///
/// `@unchecked Sendable`: the pointer is what the compiler cannot follow. It is fixed in `init`, the memory behind it is
/// filled by `init` or by the one owner that is still filling it, and it is given back in `deinit`.
@usableFromInline
package final class PageBuffer: @unchecked Sendable {
  @usableFromInline let base: UnsafeMutableRawPointer
  package let count: Int

  /// A buffer whose `count` bytes are still to be written through ``uninitializedBytes``.
  package init(uninitializedCount count: Int) {
    self.count = count
    base = .allocate(byteCount: max(count, 1), alignment: 16)
  }

  package convenience init(_ bytes: some Collection<UInt8>) {
    self.init(uninitializedCount: bytes.count)
    uninitializedBytes.copyBytes(from: bytes)
  }

  deinit { base.deallocate() }

  /// For the owner that fills the buffer, before it hands the buffer on.
  package var uninitializedBytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base, count: count)
  }

  /// The bytes; valid while the buffer lives.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base, count: count)
  }
}
