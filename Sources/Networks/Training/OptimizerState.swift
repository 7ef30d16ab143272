import CNetworkKernels

/// What an optimizer remembers between steps.
struct OptimizerState {
  private let options: TrainingOptions
  private var first: [Float]
  private var second: [Float]
  private var power1 = 1.0
  private var power2 = 1.0

  init(_ options: TrainingOptions, parameterCount: Int) {
    self.options = options
    first = [Float](repeating: 0, count: parameterCount)
    second = options.optimizer == .adam ? first : []
  }

  /// Moves the parameters by one step.
  mutating func step(
    update: Int, gradient: UnsafePointer<Float>, parameters: inout [Float]
  ) {
    let rate = options.rate(ofUpdate: update)
    switch options.optimizer {
    case .momentum(let momentum):
      var step = nms_momentum_step(rate: rate, momentum: momentum, decay: options.weightDecay)
      nms_momentum_update(&step, parameters.count, gradient, &first, &parameters)
    case .adam:
      power1 *= 0.9
      power2 *= 0.999
      var step = nms_adam_step(
        rate: rate, decay: options.weightDecay, beta1: 0.9, beta2: 0.999,
        correction1: Float(1 / (1 - power1)), correction2: Float(1 / (1 - power2)), epsilon: 1e-8)
      nms_adam_update(&step, parameters.count, gradient, &first, &second, &parameters)
    }
  }
}
