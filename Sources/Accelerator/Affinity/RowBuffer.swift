public import Configuration
internal import FixedPoint
public import HDL

/// What is known of a row before its distances.
public struct RowCommand: Bundle {
  /// The point whose row it is; its distance to itself does not count.
  public let point: UInt
  /// Points of the row, minus 1.
  public let lastPoint: UInt

  /// The widths.
  public var layout: RowCommandLayout { RowCommandLayout(pointBits: point.bitWidth) }
}

/// Declares a `RowCommand`.
public struct RowCommandLayout: Layout {
  let pointBits: Int

  /// Declares both fields.
  public func make(_ field: FieldDeclarer) -> RowCommand {
    RowCommand(point: field(.uint(pointBits)), lastPoint: field(.uint(pointBits)))
  }
}

/// Two rows of exact distances: while one is searched, the next is taken in.
///
/// A row is one command and then its distances, one a cycle; meanwhile its least and greatest are
/// found, and how many are the least. The row that is done with is given up with `releasesRow`.
public struct RowBuffer: Module {
  let shapes: AffinityShapes

  /// Creates the buffer of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = AffinityShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "RowBuffer" }

  /// Rows in, a row to read out.
  public struct Ports {
    /// Which row comes.
    public let command: Stream<RowCommand>
    /// Its distances to all points in order, the point's own among them.
    public let distance: Stream<UInt>
    /// Rows are forgotten.
    public let clear: Bit
    /// But not the one to be searched.
    public let keepsRow: Bit
    /// There is a row to be searched; the outputs below belong to it.
    public let hasRow: Bit
    /// Its number and length.
    public let row: RowCommand
    /// The least distance to another point.
    public let minimum: UInt
    /// Whether all distances to others are equal.
    public let isFlat: Bit
    /// How many others are at the least distance.
    public let nearest: UInt
    /// The row is done with.
    public let releasesRow: Bit
    /// Reads the distance to a point.
    public let readEnable: Bit
    /// Which point.
    public let readAddress: UInt
    /// The distance, one cycle later.
    public let readDistance: UInt
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let command = RowCommandLayout(pointBits: shapes.pointBits)
    return Ports(
      command: declare.sink(command), distance: declare.sink(.uint(shapes.distanceBits)),
      clear: declare.input(.bit), keepsRow: declare.input(.bit), hasRow: declare.output(.bit),
      row: declare.output(of: command),
      minimum: declare.output(.uint(shapes.distanceBits)), isFlat: declare.output(.bit),
      nearest: declare.output(.uint(shapes.countBits)), releasesRow: declare.input(.bit),
      readEnable: declare.input(.bit), readAddress: declare.input(.uint(shapes.pointBits)),
      readDistance: declare.output(.uint(shapes.distanceBits)))
  }

  /// What is kept with a half of the buffer.
  private struct Half {
    let isFull: Bit
    let command: RowCommand
    let minimum: UInt
    let maximum: UInt
    let nearest: UInt
  }

  /// Describes the loader and both halves.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let isLoading = module.register("isLoading", .bit, reset: 0)
    let loading = module.register("loadingHalf", .bit, reset: 0)
    let searching = module.register("searchingHalf", .bit, reset: 0)
    let element = module.register("element", .uint(shapes.pointBits), reset: 0)
    let hasOther = module.register("hasOther", .bit, reset: 0)
    let halves = (0..<2).map { half in
      Half(
        isFull: module.register("isFull_\(half)", .bit, reset: 0),
        command: module.register(
          "row_\(half)", of: RowCommandLayout(pointBits: shapes.pointBits)),
        minimum: module.register("minimum_\(half)", .uint(shapes.distanceBits)),
        maximum: module.register("maximum_\(half)", .uint(shapes.distanceBits)),
        nearest: module.register("nearest_\(half)", .uint(shapes.countBits)))
    }
    let present = RowCommand(
      point: mux(loading, halves[1].command.point, halves[0].command.point),
      lastPoint: mux(loading, halves[1].command.lastPoint, halves[0].command.lastPoint))
    let isFull = mux(loading, halves[1].isFull, halves[0].isFull).named("loadingIsFull")
    ports.command.ready.assign((.!isLoading .& .!isFull).named("commandReady"))
    ports.distance.ready.assign(isLoading)

    let takesCommand = ports.command.fires().named("takesCommand")
    let takes = ports.distance.fires().named("takesDistance")
    let isLast = (takes .& element .== present.lastPoint).named("isLastDistance")
    let counts = (takes .& element .!= present.point).named("countsDistance")
    let releases = ports.releasesRow
    module.when(takesCommand) {
      isLoading.set(to: 1)
      hasOther.set(to: 0)
      element.set(to: 0)
    }
    module.when(takes) {
      element.assign(element .&+ 1)
      module.when(isLast) {
        isLoading.set(to: 0)
        loading.assign(.!loading)
      }
      module.when(counts) { hasOther.set(to: 1) }
    }
    module.when(releases) { searching.assign(.!searching) }
    for (index, half) in halves.enumerated() {
      let isLoaded = (index == 1 ? loading : .!loading).named("isLoaded_\(index)")
      let isSearched = index == 1 ? searching : .!searching
      module.when(isLoaded .& takesCommand) { half.command.assign(ports.command.payload) }
      keep(module, ports.distance.payload, half, isNew: .!hasOther, counts: isLoaded .& counts)
      module.when(releases .& isSearched) { half.isFull.set(to: 0) }
      module.when(isLoaded .& isLast) { half.isFull.set(to: 1) }
    }
    module.when(ports.clear) {
      isLoading.set(to: 0)
      loading.assign(ports.keepsRow .& .!searching)
      searching.assign(ports.keepsRow .& searching)
      halves[0].isFull.assign(ports.keepsRow .& .!searching)
      halves[1].isFull.assign(ports.keepsRow .& searching)
    }

    let buffer = module.memory(
      "distances", .uint(shapes.distanceBits), depth: 2 << shapes.pointBits,
      readUnderWrite: .undefined)
    buffer.write(
      address: concatenate(loading, element).asUInt, data: ports.distance.payload, enable: takes)
    ports.readDistance.assign(
      buffer.read(
        address: concatenate(searching, ports.readAddress).asUInt, enable: ports.readEnable))

    func chosen(_ value: (Half) -> UInt) -> UInt {
      mux(searching, value(halves[1]), value(halves[0]))
    }
    ports.hasRow.assign(mux(searching, halves[1].isFull, halves[0].isFull))
    ports.row.assign(
      RowCommand(point: chosen(\.command.point), lastPoint: chosen(\.command.lastPoint)))
    let minimum = chosen(\.minimum)
    ports.minimum.assign(minimum)
    ports.isFlat.assign(minimum .== chosen(\.maximum))
    ports.nearest.assign(chosen(\.nearest))
  }

  /// Keeps the least and the greatest distance, and the number of the least.
  private func keep(
    _ module: ModuleBuilder, _ distance: UInt, _ half: Half, isNew: Bit, counts: Bit
  ) {
    module.when(counts) {
      let isLess = (distance .< half.minimum)
      module.when(isNew .| isLess) {
        half.minimum.assign(distance)
        half.nearest.set(to: 1)
      }.elseWhen(distance .== half.minimum) {
        half.nearest.assign(half.nearest .&+ 1)
      }
      module.when(isNew .| distance .> half.maximum) { half.maximum.assign(distance) }
    }
  }
}
