/// What the comparison of methods assumes beyond the devices; every value is printed with the table.
public struct EnergyAssumptions: Codable, Hashable, Sendable {
  /// Images kept, in per cent.
  public var keepPercentage = 10
  /// Epochs of the training on what was chosen, or on everything.
  public var epochs = 200
  /// Clock of the sampler, in megahertz.
  public var samplerMegahertz = 200
  /// Query images that stay in the distance unit; nil for the configuration's.
  public var queries: Int?
  /// Most images of a group; nil for the configuration's.
  public var groupLimit: Int?
  /// Iterations of the embedding; nil for the configuration's.
  public var iterations: Int?
  /// Whether the joint probabilities stay in an SRAM on the logic die.
  public var keepsJointInSRAM = false
  /// Energy of that SRAM, in femtojoules a bit: 100 pJ for 64 bits of a 1 MB cache at 45 nm
  /// (M. Horowitz, "Computing's energy problem", ISSCC 2014, table of rough energies).
  public var sramFemtojoulesPerBit = 1_563
  /// What the interface of the near memory adds, in femtojoules a bit.
  public var nearInterfaceFemtojoulesPerBit = 0
  /// Energy of the near memory as a whole, in femtojoules a bit; nil for the device's currents.
  public var nearFemtojoulesPerBit: Int?
  /// Energy of the far memory as a whole, in femtojoules a bit; nil for the device's currents.
  public var farFemtojoulesPerBit: Int?
  /// What is charged of the near memory's standby and refresh, in per cent.
  public var nearBackgroundPercentage = 100
  /// What is charged of the energies both devices' currents give, in per cent.
  public var currentPercentage = 100
  /// Whether the host keeps what was chosen on its die after the first epoch.
  public var hostKeepsExemplars = false
  /// Whether the data set comes from storage across the board before the sampler can start.
  public var samplerLoadsDataset = false

  /// Whether activations of the networks that methods select and train with go through the memory they
  /// compute beside, 32 bits each: written and read once where a network looks at an image, twice
  /// where it learns from it.
  public var spillsActivations = false
  /// Whether gradients and similarities of selection are read back once.
  public var readsBackIntermediates = false

  /// Tenths of a pass over the data set in which Dataset Quantization, as coded, computes features.
  public var featurePassTenths = 54
  /// Features of the network it uses: those of ResNet-18.
  public var networkFeatures = 512
  /// Rounds of DQAS.
  public var adaptiveRounds = 2
  /// Epochs of training in each round.
  public var adaptiveEpochs = 10
  /// Epochs in which NeSSA selects.
  public var selectionEpochs = 20
  /// Steps of k-means.
  public var kMeansSteps = 20

  /// The assumptions of the main table.
  public init() {}
}

/// A data set by its sizes.
public struct EnergyWorkload: Codable, Hashable, Sendable {
  /// Its name.
  public var name: String
  /// Images.
  public var images: Int
  /// Bytes of an image.
  public var imageBytes: Int
  /// Classes, all of the same size.
  public var classes: Int
  /// Outputs of all convolutions of ResNet-18 for one image.
  public var activations: Int

  /// Creates a workload.
  public init(name: String, images: Int, imageBytes: Int, classes: Int, activations: Int) {
    self.name = name
    self.images = images
    self.imageBytes = imageBytes
    self.classes = classes
    self.activations = activations
  }

  /// Bytes of all images.
  public var bytes: Int { images * imageBytes }

  /// The three of the report: training images alone.
  public static let all = [
    EnergyWorkload(
      name: "Fashion-MNIST", images: 60_000, imageBytes: 784, classes: 10,
      activations: residualNetworkOutputs(sides: [28, 28, 14, 7, 4])),
    EnergyWorkload(
      name: "CIFAR-10", images: 50_000, imageBytes: 3_072, classes: 10,
      activations: residualNetworkOutputs(sides: [32, 32, 16, 8, 4])),
    EnergyWorkload(
      name: "ImageNet-1K size", images: 1_281_000, imageBytes: 224 * 224 * 3, classes: 1_000,
      activations: residualNetworkOutputs(sides: [112, 56, 28, 14, 7])),
  ]

  /// Outputs of the convolutions of ResNet-18 (K. He et al., "Deep residual learning for image
  /// recognition", 2016): one of 64 planes, four of 64, then five each of 128, 256 and 512, the fifth
  /// on the shortcut.
  ///
  /// - Parameter sides: Width of the planes in the first convolution and in the four stages.
  static func residualNetworkOutputs(sides: [Int]) -> Int {
    zip([64, 4 * 64, 5 * 128, 5 * 256, 5 * 512], sides).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
  }
}
