import CQLPaging
import Testing

@Suite struct Murmur3Tests {
  /// What `SELECT token(k)` of Apache Cassandra says of int keys.
  @Test(
    "E6: the token of an int key is the server's",
    arguments: [
      (0, -3_485_513_579_396_041_028), (1, -4_069_959_284_402_364_209), (2, -3_248_873_570_005_575_792),
      (3, 9_010_454_139_840_013_625), (5, -7_509_452_495_886_106_294), (10, -6_715_243_485_458_697_746),
    ] as [(Int32, Int64)])
  func ints(_ key: Int32, _ token: Int64) {
    #expect(Murmur3.token(ofKey: withUnsafeBytes(of: key.bigEndian) { Array($0) }) == token)
  }

  @Test("E6: a key of one column is hashed as it is, one of several as a composite")
  func composites() {
    let one: [UInt8] = [0, 0, 0, 1]
    let two: [UInt8] = [0x61]
    #expect(Murmur3.token(ofKey: [one]) == Murmur3.token(ofKey: one))
    #expect(Murmur3.token(ofKey: [one, two]) == Murmur3.token(ofKey: [0, 4, 0, 0, 0, 1, 0, 0, 1, 0x61, 0]))
  }

  /// Made with the Murmur3 of DataStax's Python driver 3.30.1.
  @Test("E6: every length of tail, bytes above 127 included", arguments: murmurVectors)
  func tails(_ length: Int, _ token: Int64) {
    let key = (0..<length).map { UInt8(truncatingIfNeeded: 255 - 7 * $0) }
    #expect(Murmur3.token(ofKey: key) == token)
  }
}

private let murmurVectors: [(Int, Int64)] = [
  (0, 0),
  (1, -4_442_228_696_663_692_417),
  (2, -2_062_774_559_483_033_959),
  (3, 4_664_449_048_734_607_403),
  (4, -3_137_667_457_123_985_950),
  (5, 5_196_761_624_337_915_574),
  (6, -4_156_402_959_971_016_447),
  (7, 1_285_812_995_793_384_022),
  (8, 4_283_474_080_575_724_166),
  (9, 3_372_097_326_892_303_166),
  (10, 5_610_532_154_656_967_292),
  (11, -3_982_726_197_670_645_776),
  (12, -5_376_632_670_112_030_766),
  (13, 2_399_245_384_227_333_124),
  (14, 4_076_409_681_868_606_009),
  (15, -1_001_731_882_189_536_736),
  (16, 9_142_094_630_292_602_337),
  (17, -1_796_486_441_991_153_638),
  (18, -2_848_025_411_564_846_487),
  (19, -205_812_744_130_268_008),
  (20, -7_263_110_162_845_857_716),
  (21, -3_114_364_471_478_688_450),
  (22, -1_914_905_546_366_222_880),
  (23, 5_640_621_244_141_667_905),
  (24, 6_393_901_217_995_246_393),
  (25, -7_641_197_667_983_905_982),
  (26, 9_100_321_999_485_860_777),
  (27, 5_692_180_957_101_518_680),
  (28, 1_093_493_889_185_615_984),
  (29, 3_700_633_888_849_025_257),
  (30, 1_606_254_702_498_889_148),
  (31, 801_263_828_349_082_446),
  (32, -6_041_126_383_646_859_770),
  (33, 6_992_460_642_269_699_522),
]
