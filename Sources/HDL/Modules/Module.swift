/// A piece of hardware with ports, described once and instantiated any number of times.
///
/// A module is a value: its stored properties are its parameters, and equal parameters give one
/// Verilog module however often it is instantiated. A counter:
///
/// ```swift
/// struct Counter: Module {
///   let width: Int
///
///   struct Ports {
///     let enable: Bit
///     let count: UInt
///   }
///
///   func ports(_ declare: PortDeclarer) -> Ports {
///     Ports(enable: declare.input(.bit), count: declare.output(.uint(width)))
///   }
///
///   func body(_ module: ModuleBuilder, _ ports: Ports) {
///     let value = module.register("value", .uint(width), reset: 0, enable: ports.enable)
///     value.assign(value .&+ 1)
///     ports.count.assign(value)
///   }
/// }
/// ```
///
/// Ports are named after the stored properties that hold them; nested structs and arrays give
/// `stream_valid` and `lanes_0`. Clock and reset are implicit: a module that needs them gets inputs
/// `clock` and `reset` (synchronous, active high).
public protocol Module: Hashable {
  /// A struct that holds the ports.
  associatedtype Ports

  /// Name of the Verilog module. By default the type's name followed by the parameters.
  var moduleName: String { get }

  /// Declares the ports, in the order in which they shall appear.
  func ports(_ declare: PortDeclarer) -> Ports

  /// Describes what is inside. Inputs are read, outputs assigned.
  func body(_ module: ModuleBuilder, _ ports: Ports)
}

extension Module {
  /// The type's name followed by each parameter's name and value: `Counter_width8`.
  public var moduleName: String {
    var name = String(describing: Self.self).prefix { $0 != "<" }.description
    for (label, value) in Mirror(reflecting: self).children {
      name += "_" + (label ?? "") + Self.parameterText(value)
    }
    return name
  }

  private static func parameterText(_ value: Any) -> String {
    String(describing: value).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
      .reduce(into: "") { text, character in
        if character != "_" || (text.last != "_" && !text.isEmpty) { text.append(character) }
      }
  }
}

/// Declares ports: inside `Module.ports(_:)` and again for every instance of the module.
public struct PortDeclarer {
  /// Which side of the port is being described.
  enum Side {
    case inside
    /// Of an instance; its ports stand where it was made, not in the module's own source.
    case outside(instance: Int32, location: Int32)
  }

  let builder: ModuleBuilder
  let side: Side
  /// Whether inputs are declared as outputs and the other way round.
  var isFlipped = false
  /// Where the ports of an interface stand: where it was asked for, not in its own source.
  var position: Int32?

  /// An input of the module: read inside, assigned outside.
  public func input<Value>(
    _ shape: Shape<Value>, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Value {
    declare(shape, isInput: true, fileID, line, column)
  }

  /// An output of the module: assigned inside, read outside.
  public func output<Value>(
    _ shape: Shape<Value>, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Value {
    declare(shape, isInput: false, fileID, line, column)
  }

  private func declare<Value>(
    _ shape: Shape<Value>, isInput: Bool, _ fileID: StaticString, _ line: UInt32, _ column: UInt32
  ) -> Value {
    let isPossible = (1...ModuleBuilder.widest).contains(shape.bitWidth)
    let width = isPossible ? shape.bitWidth : 1
    let isInput = isInput != isFlipped
    let operation: Operation
    let location: Int32
    var payload: Int32 = 0
    switch side {
    case .inside:
      operation = isInput ? .input : .output
      location = position ?? builder.locate(fileID, line, column)
    case .outside(let instance, let instanceLocation):
      operation = isInput ? .instanceInput : .instanceOutput
      payload = instance
      location = instanceLocation
    }
    let node = builder.append(
      operation, width: Int32(width), payload: payload, [], location: location)
    builder.declaredPorts.append(node)
    if operation == .instanceInput, builder.currentBlock != 0 {
      builder.scopes[node] = builder.currentBlock
    }
    if !isPossible || shape.formatError != nil, case .inside = side {
      builder.impossiblePorts.append((node, shape.bitWidth, shape.formatError, location))
    }
    builder.portFormats[node] = shape.format
    return Value(builder, node, shape)
  }
}
