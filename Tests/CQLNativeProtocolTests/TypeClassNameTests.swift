import CQLNativeProtocol
import CQLPaging
import Testing

@Suite("F12: types described by their class")
struct TypeClassNameTests {
  private static let p = "org.apache.cassandra.db.marshal."

  static let understood: [(name: String, type: CQLType)] = [
    ("\(p)DurationType", .duration),
    ("DurationType", .duration),
    ("\(p)VectorType(\(p)FloatType , 3)", .vector(.float, dimensions: 3)),
    ("\(p)VectorType(\(p)FloatType,3)", .vector(.float, dimensions: 3)),
    ("\(p)VectorType( \(p)FloatType ,  1536 )", .vector(.float, dimensions: 1536)),
    (
      "\(p)VectorType(\(p)VectorType(\(p)FloatType , 2) , 2)",
      .vector(.vector(.float, dimensions: 2), dimensions: 2)
    ),
    (
      "\(p)VectorType(\(p)MapType(\(p)UTF8Type,\(p)SetType(\(p)Int32Type)) , 2)",
      .vector(.map(key: .text, value: .set(.int)), dimensions: 2)
    ),
    (
      "\(p)VectorType(\(p)FrozenType(\(p)TupleType(\(p)UUIDType,\(p)ListType(\(p)InetAddressType))) , 2)",
      .vector(.tuple([.uuid, .list(.inet)]), dimensions: 2)
    ),
    (
      "\(p)VectorType(\(p)UserType(ks,61646472,7a6970:\(p)Int32Type,73:\(p)ReversedType(\(p)AsciiType)) , 2)",
      .vector(
        .udt(
          UserDefinedType(
            keyspace: "ks", name: "addr", fields: [.init(name: "zip", type: .int), .init(name: "s", type: .ascii)])),
        dimensions: 2)
    ),
    ("\(p)VectorType(\(p)FloatType , 536870911)", .vector(.float, dimensions: 536_870_911)),
    ("\(p)VectorType(\(p)AsciiType , 2147483647)", .vector(.ascii, dimensions: 2_147_483_647)),
    ("\(p)DateType", .timestamp),
    ("\(p)ReversedType(\(p)SimpleDateType)", .date),
  ]

  @Test("a name becomes its type", arguments: understood)
  func reads(name: String, type: CQLType) {
    #expect(CQLType(className: name) == type)
  }

  static let misunderstood = [
    "", "(", ")", "\(p)", "org.example.DurationType", "\(p)LexicalUUIDType",
    "\(p)CompositeType(\(p)Int32Type,\(p)UTF8Type)", "\(p)DurationType ", "\(p)DurationType()",
    "\(p)VectorType", "\(p)VectorType()", "\(p)VectorType(\(p)FloatType)", "\(p)VectorType(\(p)FloatType , )",
    "\(p)VectorType(\(p)FloatType , 0)", "\(p)VectorType(\(p)FloatType , -3)", "\(p)VectorType(\(p)FloatType , 3",
    "\(p)VectorType(\(p)FloatType , 3))", "\(p)VectorType(\(p)FloatType , 3.0)",
    "\(p)VectorType(\(p)FloatType , 99999999999999999999)", "\(p)VectorType(\(p)FloatType , 536870912)",
    "\(p)VectorType(org.example.Type , 3)", "\(p)MapType(\(p)Int32Type)", "\(p)TupleType()", "\(p)ListType(,)",
    "\(p)UserType(ks,6,61:\(p)Int32Type)", "\(p)UserType(ks,zz)", "\(p)UserType(ks,61,61\(p)Int32Type)",
    "\(p)UserType(,61)", "\(p)UserType(ks,ff)",
    "\(p)VectorType(\(p)VectorType(\(p)FloatType , 2000000) , 2000000)",
  ]

  @Test("a name that is not understood wholly stays as it is", arguments: misunderstood)
  func keeps(name: String) {
    #expect(CQLType(className: name) == .custom(name))
  }

  @Test("every truncation of a name stays custom")
  func truncated() {
    let name = "\(Self.p)VectorType(\(Self.p)UserType(ks,61,62:\(Self.p)Int32Type) , 3)"
    for length in 0..<name.utf8.count {
      let prefix = String(name.prefix(length))
      if CQLType(className: prefix) != .custom(prefix) { Issue.record("\(prefix)") }
    }
  }

  @Test("names nest 32 deep and no deeper, together with the options around them")
  func depth() throws {
    func name(_ levels: Int) -> String {
      String(repeating: "\(Self.p)ListType(", count: levels) + "\(Self.p)Int32Type"
        + String(repeating: ")", count: levels)
    }
    #expect(CQLType(className: name(31)).kind == .list)
    #expect(CQLType(className: name(32)).kind == .custom)
    #expect(CQLType(className: name(100_000)).kind == .custom)
    #expect(CQLType(className: name(10), depth: 22).kind == .list)
    #expect(CQLType(className: name(10), depth: 23).kind == .custom)
  }

  @Test("every type is written as an option and read again")
  func options() throws {
    let scalars: [CQLType] = [
      .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float, .inet, .int, .smallint,
      .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint,
    ]
    let field = UserDefinedType.Field(name: "ü", type: .list(.duration))
    let types =
      scalars + scalars.map { .vector($0, dimensions: 7) } + scalars.map { .map(key: $0, value: .set($0)) } + [
        .tuple(scalars), .tuple([]), .list(.vector(.tuple([.int, .text]), dimensions: 2)),
        .udt(UserDefinedType(keyspace: "k", name: "u", fields: [field])),
        .vector(.udt(UserDefinedType(keyspace: "k", name: "u", fields: [field])), dimensions: 1),
        .udt(UserDefinedType(keyspace: "", name: "", fields: [])), .custom("org.example.Type"), .custom(""),
      ]
    for type in types {
      var writer = FrameWriter()
      try writer.writeOption(type)
      var reader = FrameReader(PageBuffer(writer.bytes))
      #expect(try reader.readOption("a type") == type)
      #expect(reader.remaining == 0)
    }
  }
}
