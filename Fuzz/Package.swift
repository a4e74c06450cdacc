// swift-tools-version: 6.2
import PackageDescription

// The project's own sources, built once more: a package that depends on the one above would see its public side alone,
// and would fuzz code in which the compiler counts nothing. `Sources` has links to the folders of the real targets.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"]),
]

let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  targets: [
    .target(name: "CQLPaging", swiftSettings: settings),
    .target(name: "CQLNativeProtocol", dependencies: ["CQLPaging"], swiftSettings: settings),
    .target(name: "CQLSession", dependencies: ["CQLPaging", "CQLNativeProtocol"], swiftSettings: settings),
    // What `cqlpage` prints rows with.
    .target(name: "CQLPageOutput", dependencies: ["CQLPaging"], swiftSettings: settings),
    // The declaration of libFuzzer's driver.
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "fuzz", dependencies: ["CQLPaging", "CQLNativeProtocol", "CQLSession", "CQLPageOutput", "CFuzzer"],
      // libFuzzer brings its own `main`, and Swift must not make another of the file's top level.
      swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]),
  ],
  swiftLanguageModes: [.v6]
)
