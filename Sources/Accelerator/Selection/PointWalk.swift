public import Configuration
public import HDL

/// Visits the points of a segment of a list, one a cycle, and keeps the list: two sides, so that a
/// segment can be written to one side while it is read from the other.
///
/// A walk of m points takes m + 2 cycles after the one with `start`; the last of them has the element
/// with `isLast`.
public struct PointWalk: Module {
  let shapes: SelectorShapes

  /// Creates the walk of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = SelectorShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "PointWalk" }

  /// A request in, elements out.
  public struct Ports {
    /// What is visited.
    public let request: WalkRequest
    /// Writes of the list: the side above the place.
    public let write: MemoryWrite
    /// What is under way is dropped.
    public let clear: Bit
    /// The point that is visited in the next cycle, for the memories to be read.
    public let fetch: MemoryRead
    /// The point visited.
    public let element: WalkElement
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let bits = shapes.pointBits
    return Ports(
      request: declare.input(of: WalkRequestLayout(pointBits: bits)),
      write: declare.input(of: MemoryWriteLayout(addressBits: bits + 1, dataBits: bits)),
      clear: declare.input(.bit),
      fetch: declare.output(of: MemoryReadLayout(addressBits: bits)),
      element: declare.output(of: WalkElementLayout(pointBits: bits)))
  }

  /// Describes the list and the two stages behind it.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let bits = shapes.pointBits
    let request = ports.request
    let isActive = module.register("isActive", .bit, reset: 0)
    let isResting = module.register("isResting", .bit, reset: 0)
    let isFirst = module.register("isFirst", .bit)
    let place = module.register("place", .uint(bits))
    let lastPlace = module.register("lastPlace", .uint(bits))
    let issues = (isActive .& .!(request.isPaced .& isResting)).named("issues")
    let isLast = (place .== lastPlace).named("isLastPlace")
    isResting.assign(issues)
    module.when(issues) {
      place.assign(place .&+ 1)
      isFirst.set(to: 0)
      module.when(isLast) { isActive.set(to: 0) }
    }
    module.when(request.start) {
      isActive.set(to: 1)
      isResting.set(to: 0)
      isFirst.set(to: 1)
      place.assign(request.first)
      lastPlace.assign(request.last)
    }
    module.when(ports.clear) { isActive.set(to: 0) }

    let list = module.memory(
      "list", .bits(bits), depth: 2 << bits, readUnderWrite: .undefined)
    list.write(address: ports.write.address, data: ports.write.data, enable: ports.write.enable)
    let listed = list.read(address: concatenate(request.side, place).asUInt, enable: issues)

    // The place comes along for a cycle, the point from there on.
    func later<Value: HardwareValue>(_ name: String, _ value: Value) -> Value {
      let register = module.register(name, value.shape)
      register.assign(value)
      return register
    }
    let isFetched = module.register("isFetched", .bit, reset: 0)
    isFetched.assign(issues .& .!ports.clear)
    let fetchedPlace = later("fetchedPlace", place)
    let point = mux(request.isIdentity, fetchedPlace, listed.asUInt).named("fetchedPoint")
    ports.fetch.assign(MemoryRead(enable: isFetched, address: point))
    let isVisited = module.register("isVisited", .bit, reset: 0)
    isVisited.assign(isFetched .& .!ports.clear)
    ports.element.assign(
      WalkElement(
        isValid: isVisited, point: later("visitedPoint", point),
        place: later("visitedPlace", fetchedPlace),
        isFirst: later("visitedIsFirst", later("fetchedIsFirst", isFirst)),
        isLast: later("visitedIsLast", later("fetchedIsLast", isLast))))
  }
}
