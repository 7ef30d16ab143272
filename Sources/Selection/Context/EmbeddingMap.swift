public import DESNE
import Datasets
public import FixedPoint

extension SelectionContext {
  /// A map by embedding each group's images in floating point, rounded to the format of positions.
  ///
  /// - Parameters:
  ///   - options: Everything but the seed, which is the group's.
  ///   - format: The format of the positions.
  public static func embeddingMap(
    _ options: DESNEOptions = DESNEOptions(), format: FixedPointFormat
  ) -> Map {
    return { group, seed in
      let images = try group.images()
      var seeded = options
      seeded.seed = seed
      let embedding = try Embedding(
        images: images.pixels, bytesPerImage: images.shape.byteCount, options: seeded)
      return try embedding.positions.quantised(to: format)
    }
  }
}
