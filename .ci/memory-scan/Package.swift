// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "memory-scan",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "cql-paging", path: "../..")],
  targets: [
    .executableTarget(name: "memory-scan", dependencies: [.product(name: "CQLPaging", package: "cql-paging")])
  ]
)
