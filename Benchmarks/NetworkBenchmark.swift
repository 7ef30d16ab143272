import DESNE
import Datasets
import Networks

/// The kernels of networks beside plain loops that the compiler makes vectors of, and a training.
func benchmarkNetworks() throws {
  let (count, dimension) = (512, 1_024)
  var random = Xorshift64(seed: 1)
  let vectors = (0..<count * dimension).map { _ in Float(random.next(below: 2_001) - 1_000) / 512 }
  let operations = 2 * Double(count * count * dimension)
  var kernel: [Float] = []
  let kernelTime = best(of: 5) {
    kernel = InnerProducts.matrix(vectors, count: count, dimension: dimension)
  }
  var plain: [Float] = []
  let plainTime = best(of: 2) {
    plain = plainProducts(vectors, count: count, dimension: dimension)
  }
  let rate = operations / kernelTime / 1e9
  print(
    "     inner products \(Int(rate)) GFLOP/s, plain loops "
      + "\(Int(operations / plainTime / 1e9)) GFLOP/s, bits \(kernel == plain ? "equal" : "DIFFER")"
  )
  printFigure(
    "product kernel over plain loops", plainTime / kernelTime, "x", goal: ">= 3",
    plainTime / kernelTime >= 3)

  let shape = ImageShape(height: 28, width: 28)
  let images = try Dataset(
    name: "noise", shape: shape,
    pixels: (0..<512 * shape.byteCount).map { _ in UInt8(random.next(below: 256)) },
    labels: (0..<512).map { UInt8($0 % 10) })
  let options = TrainingOptions(updates: 50)
  var network = Network(.cnn, for: images, classCount: 10, seed: 1)
  let trainingTime = try best(of: 3) {
    try network.train(on: images, options: options, seed: 1)
  }
  // Forward, and back to weights and to inputs: three products of the same size.
  let perUpdate = 6 * Double(network.multiplications * options.batchSize)
  let trainingRate = perUpdate * Double(options.updates) / trainingTime / 1e9
  printFigure(
    "training of the convolutional network", trainingRate, "GFLOP/s a core", goal: ">= 15",
    trainingRate >= 15)
}

/// The same sums in the same order: row by row, with the second factor's columns as neighbours.
private func plainProducts(_ vectors: [Float], count: Int, dimension: Int) -> [Float] {
  var turned = [Float](repeating: 0, count: vectors.count)
  for row in 0..<count {
    for column in 0..<dimension { turned[column * count + row] = vectors[row * dimension + column] }
  }
  var products = [Float](repeating: 0, count: count * count)
  products.withUnsafeMutableBufferPointer { products in
    turned.withUnsafeBufferPointer { turned in
      for row in 0..<count {
        for component in 0..<dimension {
          let factor = turned[component * count + row]
          for column in 0..<count {
            products[row * count + column] += factor * turned[component * count + column]
          }
        }
      }
    }
  }
  return products
}
