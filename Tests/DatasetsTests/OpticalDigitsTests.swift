import Datasets
import Testing

@Suite("Optical digits")
struct OpticalDigitsTests {
  /// Counts, sums and pixels below were taken from the published table by another program.
  @Test("The embedded set is the published one times 15")
  func contents() throws {
    let digits = try Dataset.opticalDigits()
    #expect(digits.count == 1_797)
    #expect(digits.shape == ImageShape(height: 8, width: 8))
    #expect(digits.name == "optical-digits")
    #expect(digits.classNames == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
    #expect(digits.pixels.reduce(0) { $0 + Int($1) } == 561_718 * 15)
    #expect(digits.pixels.max() == 240)
    #expect(digits[0].prefix(8) == [0, 0, 75, 195, 135, 15, 0, 0])
    #expect(digits[1_796].suffix(8) == [0, 15, 120, 180, 210, 180, 15, 0])
    let counts = try (0...9).map { try digits.indices(ofClass: $0).count }
    #expect(counts == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    #expect(digits.labels?.suffix(5) == [9, 0, 8, 9, 8])
  }
}
