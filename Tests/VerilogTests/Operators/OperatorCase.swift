import HDL

/// The inputs of an operator design as hardware: two values of one width, one of another, two bits
/// and a small amount.
struct Operands {
  let module: ModuleBuilder
  let a: Bits
  let e: Bits
  let b: Bits
  let c: Bit
  let d: Bit
  let n: UInt

  var u: UInt { a.asUInt }
  var w: UInt { e.asUInt }
  var v: UInt { b.asUInt }
  var s: SInt { a.asSInt }
  var r: SInt { e.asSInt }
  var t: SInt { b.asSInt }
}

/// The same inputs as numbers.
struct Values {
  let a: [UInt8]
  let e: [UInt8]
  let b: [UInt8]
  let c: UInt8
  let d: UInt8
  let n: [UInt8]

  var u: Number { Number(unsigned: a) }
  var w: Number { Number(unsigned: e) }
  var v: Number { Number(unsigned: b) }
  var s: Number { Number(bits: a) }
  var r: Number { Number(bits: e) }
  var t: Number { Number(bits: b) }
  var amount: Int { Number(unsigned: n).small }

  /// All inputs in the order of the ports, most significant bit first, as Verilog writes them.
  var text: String {
    [a, e, b, [c], [d], n].map { $0.reversed().map(String.init).joined() }.joined()
  }
}

/// One operator: how it is written, how wide its result is, and what that is.
struct OperatorCase {
  let name: String
  let width: Int
  let build: (Operands) -> any HardwareValue
  let expect: (Values) -> Number
}

/// Widths of the operands of one operator design.
struct OperatorWidths: Hashable, Sendable, CustomStringConvertible {
  var a: Int
  var b: Int
  /// Width of the small shift amount.
  static let n = 2

  var description: String { "\(a) and \(b) bits" }

  /// All operators on these widths.
  var cases: [OperatorCase] {
    unsignedArithmetic + signedArithmetic + shifts + comparisons + logic + selections
  }

  func make(
    _ name: String, _ width: Int, _ build: @escaping (Operands) -> any HardwareValue,
    _ expect: @escaping (Values) -> Number
  ) -> OperatorCase {
    OperatorCase(name: name, width: width, build: build, expect: expect)
  }

  func flag(
    _ name: String, _ build: @escaping (Operands) -> any HardwareValue,
    _ expect: @escaping (Values) -> Bool
  ) -> OperatorCase {
    make(name, 1, build) { Number(expect($0) ? 1 : 0) }
  }
}
