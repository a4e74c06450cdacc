import Testing

@testable import cqlpage

/// What Java 17 prints for numbers whose digits are not those that come to mind first.
struct JavaNumberTests {
  private func text(_ number: some BinaryFloatingPoint) -> String {
    var bytes: [UInt8] = []
    JavaNumber.append(number, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "floats",
    arguments: [
      (.leastNonzeroMagnitude, "1.4E-45"), (2 * .leastNonzeroMagnitude, "2.8E-45"),
      (.leastNormalMagnitude, "1.17549435E-38"),
      (.greatestFiniteMagnitude, "3.4028235E38"), (0.1, "0.1"), (0.001, "0.001"), (9.99e-4, "9.99E-4"),
      (9_999_999, "9999999.0"), (1e7, "1.0E7"), (16_777_216, "1.6777216E7"), (1e10, "1.0E10"),
      // A digit more than needed.
      (6.705514e14, "6.7055143E14"), (2.388696e9, "2.38869606E9"), (5.108384e11, "5.10838407E11"),
      // Where 64 bits overflow on the way.
      (6.8905147e25, "6.8905146E25"), (8.6095775e-16, "8.6095775E-16"), (-1.5, "-1.5"), (-0.0, "-0.0"),
      (.infinity, "Infinity"), (-.infinity, "-Infinity"), (.nan, "NaN"),
    ] as [(Float, String)])
  func floats(number: Float, expected: String) { #expect(text(number) == expected) }

  @Test(
    "doubles",
    arguments: [
      (.leastNonzeroMagnitude, "4.9E-324"), (4 * .leastNonzeroMagnitude, "2.0E-323"),
      (.leastNormalMagnitude, "2.2250738585072014E-308"),
      (.greatestFiniteMagnitude, "1.7976931348623157E308"), (0.1, "0.1"), (123.456, "123.456"), (100, "100.0"),
      (0.001, "0.001"), (1e7, "1.0E7"), (1e21, "1.0E21"), (9_007_199_254_740_992, "9.007199254740992E15"),
      // A digit more than needed, or other digits than the roundest.
      (1e23, "9.999999999999999E22"), (5.652514132485665e16, "5.6525141324856648E16"),
      (2.0363011024406346e18, "2.03630110244063462E18"),
      // Where 64 bits overflow on the way.
      (3.5294595709050225e25, "3.5294595709050224E25"), (0.0038420318009117706, "0.0038420318009117706"),
    ] as [(Double, String)])
  func doubles(number: Double, expected: String) { #expect(text(number) == expected) }
}
