import Foundation

/// A number with so many digits behind the point.
func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

/// Sixteen digits.
func hexadecimal(_ value: UInt64) -> String { String(format: "%016llx", value) }
