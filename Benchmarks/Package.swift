// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "cql-paging", path: "..")],
  targets: [
    .executableTarget(
      name: "page-bench", dependencies: [.product(name: "CQLPaging", package: "cql-paging")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
      ]),
    .executableTarget(name: "memory-scan", dependencies: [.product(name: "CQLPaging", package: "cql-paging")]),
    .executableTarget(
      name: "page-server",
      dependencies: [
        .product(name: "CQLPaging", package: "cql-paging"), .product(name: "CQLPagingTesting", package: "cql-paging"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
