import DESNE
import Testing

@Suite("Squared distances on demand")
struct SquaredDistancesTests {
  @Test(
    "are those of the definition in every shape",
    arguments: [1, 15, 16, 17, 784, 2_048, 2_049, 4_100], [1, 2, 5, 19])
  func definition(bytes: Int, count: Int) throws {
    var random = SplitMix64(state: UInt64(bytes + count))
    let images = random.bytes(bytes * count)
    let distances = try SquaredDistances(images: images, bytesPerImage: bytes)
    let wanted = SquaredDistanceMatrix(images: images, bytesPerImage: bytes).values.map {
      UInt32($0)
    }
    #expect(distances.matrix() == wanted)
    #expect((0..<count).flatMap { distances.row($0) } == wanted)
    #expect(distances[0, count - 1] == wanted[count - 1])
  }

  @Test("the largest distance of the largest images is exact")
  func largest() throws {
    let bytes = SquaredDistances.maximumBytesPerImage
    let images = (0..<5).flatMap { [UInt8](repeating: $0 == 4 ? 255 : 0, count: bytes) }
    let matrix = try SquaredDistances(images: images, bytesPerImage: bytes).matrix()
    #expect(matrix[4] == 65_025 * 66_051)
    #expect(matrix[23] == 65_025 * 66_051)
    #expect(matrix[0] == 0 && matrix[24] == 0)
  }
}
