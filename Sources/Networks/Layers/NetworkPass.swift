import CNetworkKernels
import Datasets

/// The way through a network and back, with the memory that a batch needs.
///
/// Unsafe pointers: every buffer holds `capacity` images of its layer, `count` is at most `capacity`
/// (checked on entry), and parameters are as many as the layers say (checked on entry).
final class NetworkPass {
  let layers: [Layer]
  let capacity: Int
  /// What goes into each layer, and what comes out of the last.
  let values: [FloatBuffer]
  private let gradients: [FloatBuffer]
  private let columns: FloatBuffer
  private let scratch: FloatBuffer
  private var choices: [UnsafeMutablePointer<UInt8>] = []

  init(layers: [Layer], capacity: Int, hasGradients: Bool) {
    self.layers = layers
    self.capacity = capacity
    let counts = [layers.first?.inputCount ?? 0] + layers.map(\.outputCount)
    values = counts.map { FloatBuffer(count: $0 * capacity) }
    gradients = hasGradients ? counts.map { FloatBuffer(count: $0 * capacity) } : []
    columns = FloatBuffer(count: layers.map(\.columnCount).max() ?? 0)
    scratch = FloatBuffer(count: nms_multiply_scratch_count())
    for layer in layers {
      let count = if case .pooling = layer { layer.outputCount * capacity } else { 1 }
      let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
      buffer.initialize(repeating: 0, count: count)
      choices.append(buffer)
    }
  }

  deinit { for buffer in choices { buffer.deallocate() } }

  var input: UnsafeMutablePointer<Float> { values[0].base }
  var output: UnsafeMutablePointer<Float> { values[layers.count].base }
  /// The gradient of the loss by the output, to be filled before `backward`.
  var outputGradient: UnsafeMutablePointer<Float> { gradients[layers.count].base }
  /// The gradient of the loss by the input, if asked for.
  var inputGradient: UnsafeMutablePointer<Float> { gradients[0].base }

  /// Computes `output` of the first `count` images of `input`.
  func forward(_ parameters: UnsafePointer<Float>, count: Int) {
    precondition(count <= capacity, "\(count) images in a batch of at most \(capacity)")
    var weights = parameters
    for (index, layer) in layers.enumerated() {
      let source = values[index].base
      let target = values[index + 1].base
      let bias = weights + layer.weightCount
      switch layer {
      case .dense(let inputs, let outputs):
        for image in 0..<count {
          (target + image * outputs).update(from: bias, count: outputs)
        }
        multiply(
          rows: count, columns: outputs, depth: inputs, .init(source, inputs, 1),
          .init(weights, outputs, 1),
          into: target, accumulates: true)
      case .convolution(let input, let side, let filters):
        let pixels = layer.outputCount / filters
        var window = nms_window(input, side: side)
        for image in 0..<count {
          let planes = target + image * layer.outputCount
          for filter in 0..<filters {
            (planes + filter * pixels).update(repeating: bias[filter], count: pixels)
          }
          nms_unfold(&window, source + image * layer.inputCount, columns.base)
          multiply(
            rows: filters, columns: pixels, depth: layer.fanIn, .init(weights, layer.fanIn, 1),
            .init(columns.base, pixels, 1), into: planes, accumulates: true)
        }
      case .rectifier(let size):
        target.update(from: source, count: size * count)
        nms_rectify(size * count, target)
      case .pooling(let input):
        nms_pool(
          input.channels * count, input.height, input.width, source, target, choices[index])
      }
      weights += layer.parameterCount
    }
  }

  /// Adds the gradient by the parameters, from `outputGradient` of the last `forward`.
  func backward(
    _ parameters: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, count: Int,
    reachesInput: Bool = false
  ) {
    var offset = layers.reduce(0) { $0 + $1.parameterCount }
    for (index, layer) in layers.enumerated().reversed() {
      offset -= layer.parameterCount
      let incoming = gradients[index + 1].base
      let outgoing = gradients[index].base
      let weights = parameters + offset
      let weightGradient = gradient + offset
      let biasGradient = weightGradient + layer.weightCount
      let passesOn = index > 0 || reachesInput
      switch layer {
      case .dense(let inputs, let outputs):
        multiply(
          rows: inputs, columns: outputs, depth: count, .init(values[index].base, 1, inputs),
          .init(incoming, outputs, 1), into: weightGradient, accumulates: true)
        nms_add_column_sums(count, outputs, incoming, biasGradient)
        if passesOn {
          multiply(
            rows: count, columns: inputs, depth: outputs, .init(incoming, outputs, 1),
            .init(weights, 1, outputs), into: outgoing, accumulates: false)
        }
      case .convolution(let input, let side, let filters):
        backward(
          convolution: layer, nms_window(input, side: side), filters: filters, index: index,
          weights: weights, weightGradient: weightGradient, count: count, passesOn: passesOn)
      case .rectifier(let size):
        outgoing.update(from: incoming, count: size * count)
        nms_rectify_gradient(size * count, values[index + 1].base, outgoing)
      case .pooling(let input):
        nms_pool_gradient(
          input.channels * count, input.height, input.width, incoming, choices[index],
          outgoing)
      }
    }
  }

  private func backward(
    convolution layer: Layer, _ window: nms_window, filters: Int, index: Int,
    weights: UnsafePointer<Float>, weightGradient: UnsafeMutablePointer<Float>, count: Int,
    passesOn: Bool
  ) {
    var window = window
    let pixels = layer.outputCount / filters
    if passesOn {
      gradients[index].base.update(repeating: 0, count: layer.inputCount * count)
    }
    for image in 0..<count {
      let incoming = gradients[index + 1].base + image * layer.outputCount
      nms_unfold(&window, values[index].base + image * layer.inputCount, columns.base)
      multiply(
        rows: filters, columns: layer.fanIn, depth: pixels, .init(incoming, pixels, 1),
        .init(columns.base, 1, pixels), into: weightGradient, accumulates: true)
      nms_add_row_sums(filters, pixels, incoming, weightGradient + layer.weightCount)
      guard passesOn else { continue }
      multiply(
        rows: layer.fanIn, columns: pixels, depth: filters, .init(weights, 1, layer.fanIn),
        .init(incoming, pixels, 1), into: columns.base, accumulates: false)
      nms_fold(&window, columns.base, gradients[index].base + image * layer.inputCount)
    }
  }

  private func multiply(
    rows: Int, columns: Int, depth: Int, _ a: Strided, _ b: Strided,
    into c: UnsafeMutablePointer<Float>, accumulates: Bool
  ) {
    var product = nms_product(
      rows: rows, columns: columns, depth: depth, a: a.base, a_row_stride: a.down,
      a_column_stride: a.right, b: b.base, b_row_stride: b.down, b_column_stride: b.right, c: c,
      c_row_stride: columns, accumulates: accumulates ? 1 : 0)
    nms_multiply(&product, scratch.base)
  }
}

/// A matrix at an address: floats from a row to the next and from a column to the next.
private struct Strided {
  let base: UnsafePointer<Float>
  let down: Int
  let right: Int

  init(_ base: UnsafePointer<Float>, _ down: Int, _ right: Int) {
    self.base = base
    self.down = down
    self.right = right
  }
}

extension Layer {
  /// Floats of the unfolded windows of an image.
  fileprivate var columnCount: Int {
    guard case .convolution(_, _, let filters) = self else { return 0 }
    return fanIn * outputCount / filters
  }
}

extension nms_window {
  fileprivate init(_ shape: ImageShape, side: Int) {
    self.init(
      channels: shape.channels, height: shape.height, width: shape.width, side: side)
  }
}
