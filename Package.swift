// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
  name: "cql-paging",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "CQLPaging", targets: ["CQLPaging", "CQLSession"]),
    .library(name: "CQLPagingTesting", targets: ["CQLPagingTesting"]),
    .executable(name: "cqlpage", targets: ["cqlpage"]),
  ],
  traits: [
    .trait(name: "TLS", description: "Encrypted connections, with the system's OpenSSL 3"),
    .trait(name: "LZ4", description: "Compressed frames, with the system's liblz4"),
  ],
  dependencies: [],
  targets: [
    // What the traits need; without them nothing has to be installed.
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),

    // The model: statements, pages, rows, positions, and the PageSource protocol. No I/O.
    .target(name: "CQLPaging", swiftSettings: settings),
    // Protocol v4: bytes in, values out, both directions. No I/O; `package` access only.
    .target(name: "CQLNativeProtocol", dependencies: ["CQLPaging"], swiftSettings: settings),
    // Sockets and connections: the real PageSource.
    .target(
      name: "CQLSession",
      dependencies: [
        "CQLPaging", "CQLNativeProtocol",
        .target(name: "COpenSSL", condition: .when(traits: ["TLS"])),
        .target(name: "CLZ4", condition: .when(traits: ["LZ4"])),
      ],
      swiftSettings: settings),
    // The fake coordinator, in memory and on a socket, and the laws of a PageSource.
    .target(
      name: "CQLPagingTesting", dependencies: ["CQLPaging", "CQLNativeProtocol", "CQLSession"], swiftSettings: settings),
    .executableTarget(
      name: "cqlpage", dependencies: ["CQLPaging", "CQLSession", "CQLPagingTesting"], swiftSettings: settings),

    .testTarget(
      name: "CQLPagingTests", dependencies: ["CQLPaging", "CQLNativeProtocol", "CQLPagingTesting"],
      swiftSettings: settings),
    .testTarget(
      name: "CQLNativeProtocolTests", dependencies: ["CQLNativeProtocol", "CQLPaging"],
      resources: [.copy("Frames")], swiftSettings: settings),
    .testTarget(
      name: "CQLSessionTests",
      dependencies: [
        "CQLSession", "CQLNativeProtocol", "CQLPaging", "CQLPagingTesting",
        .target(name: "COpenSSL", condition: .when(traits: ["TLS"])),
      ],
      resources: [.copy("Certificates")], swiftSettings: settings),
    .testTarget(
      name: "CQLPagingTestingTests",
      dependencies: ["CQLPagingTesting", "CQLSession", "CQLNativeProtocol", "CQLPaging"], swiftSettings: settings),
    .testTarget(
      name: "cqlpageTests", dependencies: ["cqlpage", "CQLSession", "CQLPaging", "CQLPagingTesting"],
      swiftSettings: settings),
    // Runs only where CQLPAGING_LIVE_HOST names a server.
    .testTarget(name: "LiveTests", dependencies: ["CQLSession", "CQLPaging"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
