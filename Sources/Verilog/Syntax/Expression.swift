/// An expression of Verilog-2005, as far as we emit it.
///
/// The lowering sees to it that operands have the width of their context, so no rule of Verilog's
/// width inference is ever relied upon.
indirect enum Expression {
  enum Unary: String {
    case not = "~"
    case logicalNot = "!"
    case reduceAnd = "&"
    case reduceOr = "|"
    case reduceXor = "^"
  }

  enum Binary: String {
    case and = "&"
    case or = "|"
    case xor = "^"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case equal = "=="
    case notEqual = "!="
    case notIdentical = "!=="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case shiftRightSigned = ">>>"
  }

  case identifier(String)
  /// Text that stands as it is: the value of a parameter.
  case verbatim(String)
  /// A sized constant, least significant word first.
  case literal(width: Int, words: ArraySlice<UInt64>)
  case bit(String, Int)
  case part(String, high: Int, low: Int)
  /// One word of a memory.
  case element(String, Expression)
  /// Bits of one word of a memory.
  case elementPart(String, Expression, high: Int, low: Int)
  case unary(Unary, Expression)
  case binary(Binary, Expression, Expression)
  case conditional(Expression, Expression, Expression)
  case concatenation([Expression])
  case replication(Int, Expression)
  case signed(Expression)
  case unsigned(Expression)

  /// Whether it reads as one word, so that an operator next to it needs no parentheses.
  var isPrimary: Bool {
    switch self {
    case .binary, .conditional, .unary: false
    default: true
    }
  }

  static func literal(width: Int, _ value: UInt64) -> Expression {
    .literal(width: width, words: [value])
  }
}
