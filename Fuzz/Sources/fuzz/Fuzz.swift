import CFuzzer

/// `fuzz TARGET ARGUMENT…`: runs libFuzzer on one of ``FuzzTarget``, with libFuzzer's own arguments.
///
/// SwiftPM has every executable begin at `<module>_main`, whatever libFuzzer's own `main` is called. A program without
/// this function would run nothing and report success.
@_cdecl("fuzz_main")
public func main(
  _ argumentCount: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
  let name = argumentCount > 1 ? arguments[1].map { String(cString: $0) } : nil
  guard let target = name.flatMap(FuzzTarget.init) else {
    print(
      "usage: fuzz TARGET [libFuzzer's arguments]\ntargets: \(FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))"
    )
    return 64
  }
  chosen = target
  // libFuzzer gets the arguments without the target's name.
  arguments[1] = arguments[0]
  var rest: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = arguments + 1
  var count = argumentCount - 1
  return LLVMFuzzerRunDriver(&count, &rest) { data, size in
    chosen.run(UnsafeRawBufferPointer(start: data, count: size))
    return 0
  }
}

/// Set once, before the first run; a C function has no other way to know.
nonisolated(unsafe) private var chosen = FuzzTarget.frames

/// libFuzzer's `main`, which is linked and never called, asks for it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt { 0 }
