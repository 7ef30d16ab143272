/// What a value of one field or many is declared with: a shape, or the shapes of a bundle's fields.
///
/// A bundle's layout is a value of its own, so that widths stay facts of elaboration:
///
/// ```swift
/// struct Beat: Bundle {
///   let data: Bits
///   let isLast: Bit
///   var layout: BeatLayout { BeatLayout(width: data.bitWidth) }
/// }
///
/// struct BeatLayout: Layout {
///   let width: Int
///   func make(_ field: FieldDeclarer) -> Beat {
///     Beat(data: field(.bits(width)), isLast: field(.bit))
///   }
/// }
/// ```
public protocol Layout<Value>: Hashable, Sendable {
  /// What is declared.
  associatedtype Value

  /// Declares every field, in the order of the value's stored properties.
  func make(_ field: FieldDeclarer) -> Value

  /// A short name for the names of modules that are generic over it: `uint8`, `Beat_width16`.
  var layoutName: String { get }
}

extension Layout {
  /// The type's name without a `Layout` at its end, followed by each parameter's name and value.
  public var layoutName: String {
    var name = String(describing: Self.self).prefix { $0 != "<" }.description
    if name.hasSuffix("Layout"), name != "Layout" { name.removeLast("Layout".count) }
    for (label, value) in Mirror(reflecting: self).children {
      let text = (value as? any Layout)?.layoutName ?? Self.identifierText(value)
      name += "_" + (label ?? "") + text
    }
    return name
  }

  private static func identifierText(_ value: Any) -> String {
    String(describing: value).filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }
}

extension Shape: Layout {
  /// Declares the one field.
  public func make(_ field: FieldDeclarer) -> Value { field(self) }

  /// The type and the width: `bits8`, `bit`.
  public var layoutName: String {
    let type = String(describing: Value.self).lowercased()
    return Value.self == Bit.self ? type : "\(type)\(bitWidth)"
  }
}

/// Declares the fields of a bundle as whatever is being made of it: ports, wires, registers, slices.
public struct FieldDeclarer {
  let declare: (_ width: Int) -> Signal

  /// One field.
  public func callAsFunction<Value: HardwareValue>(_ shape: Shape<Value>) -> Value {
    Value(signal: declare(shape.bitWidth), shape: shape)
  }

  /// The fields of a bundle within the bundle.
  public func callAsFunction<Inner: Layout>(of layout: Inner) -> Inner.Value {
    layout.make(self)
  }
}

/// Hardware data: one value, or a bundle of them.
public protocol HardwareData {
  /// What it is declared with.
  associatedtype DataLayout: Layout where DataLayout.Value == Self

  /// What a port, a register or a wire for such data is declared with.
  var layout: DataLayout { get }
}

extension HardwareValue {
  /// The shape.
  public var layout: Shape<Self> { shape }
}

/// A struct of hardware values that are declared, chosen, registered and assigned together.
///
/// Its stored properties are hardware values, other bundles, or arrays of them; ports and nets are
/// named after them. See `Layout` for an example.
public protocol Bundle: HardwareData {}
