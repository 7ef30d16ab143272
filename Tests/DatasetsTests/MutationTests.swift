import Datasets
import Testing

/// Broken files either load as a sound dataset or throw a `DatasetError`; nothing crashes.
@Suite("Mutated files")
struct MutationTests {
  private static let seeds: [(String, [UInt8])] = [
    ("idx", Encoders.idxImages([2, 2, 3], Array(0..<12))), ("idx", Fixtures.gzipIDX),
    ("idx", Encoders.gzip(Encoders.idxImages([2, 2, 3], Array(0..<12)))),
    ("bin", Encoders.cifar([1])),
    ("npy", Fixtures.npyVersion1), ("npy", Fixtures.npyVersion2), ("npy", Fixtures.npyColor),
    ("labels", Fixtures.npyLabels),
    ("png", Fixtures.pngGray), ("png", Fixtures.pngColor), ("png", Fixtures.pngPalette),
    ("png", Fixtures.pngAlpha), ("png", Fixtures.png16Bit),
    ("pgm", Array("P2 # c\n3 2 15 0 1 2 3 4 15".utf8)), ("ppm", Array("P6 1 2 255\nABCDEF".utf8)),
  ]

  @Test("No mutated file crashes a reader", arguments: seeds.indices)
  func mutate(index: Int) throws {
    let (kind, sound) = Self.seeds[index]
    let scratch = try Scratch()
    try scratch.write("flat.npy", Fixtures.npyFlat)
    var generator = SplitMix64(seed: UInt64(index))
    var (loaded, refused) = (0, 0)
    _ = try read(kind, sound, scratch)
    for _ in 0..<600 {
      let bytes = Self.mutated(sound, using: &generator)
      do {
        let dataset = try read(kind, bytes, scratch)
        loaded += 1
        if dataset.count * dataset.shape.byteCount != dataset.pixels.count || dataset.count == 0
          || dataset.labels.map({ $0.count != dataset.count }) ?? false
        {
          Issue.record("an unsound dataset from \(bytes)")
        }
      } catch let error as DatasetError {
        refused += 1
        if error.description.contains("\n") || !error.description.hasSuffix(".") {
          Issue.record("a sentence in pieces: \(error)")
        }
      }
    }
    #expect(refused > 0, "\(loaded) of 600 mutated files were read")
  }

  private func read(_ kind: String, _ bytes: [UInt8], _ scratch: Scratch) throws -> Dataset {
    let path = try scratch.write("set/file.\(kind)", bytes)
    return switch kind {
    case "idx": try Dataset.readIDX(images: path)
    case "bin": try Dataset.readCIFAR10([path])
    case "npy": try Dataset.readNPY(images: path)
    case "labels": try Dataset.readNPY(images: scratch("flat.npy"), labels: path)
    default: try Dataset.readImageFolder(scratch("set"))
    }
  }

  /// One to four edits, half of them among the first 32 bytes, where headers are.
  private static func mutated(
    _ sound: [UInt8], using generator: inout SplitMix64
  ) -> [UInt8] {
    var bytes = sound
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
      let reach = Bool.random(using: &generator) ? min(32, bytes.count) : bytes.count
      let position = Int.random(in: 0..<reach, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1: bytes[position] = UInt8.random(in: 0...255, using: &generator)
      case 2: bytes[position] = [0, 1, 0x7F, 0x80, 0xFF][position % 5]
      case 3: bytes.removeSubrange(position...)
      case 4: bytes.remove(at: position)
      default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: position)
      }
    }
    return bytes
  }
}
