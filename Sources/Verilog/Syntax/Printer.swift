/// Prints the syntax tree as text and notes which line came from which node.
struct Printer {
  private(set) var text: [UInt8] = []
  /// Source node of each line, by line number from 1.
  private(set) var lineNodes: [(line: Int, node: Int32)] = []
  private var line = 1

  mutating func print(_ module: ModuleSyntax) {
    write("module ")
    write(module.name)
    if module.ports.isEmpty {
      write(";")
    } else {
      write(" (")
      for (position, port) in module.ports.enumerated() {
        newline()
        mark(port.node)
        write(port.isInput ? "  input wire " : "  output wire ")
        writeRange(port.width)
        write(port.name)
        if position < module.ports.count - 1 { write(",") }
        if let comment = port.comment {
          write("  // ")
          write(comment)
        }
      }
      newline()
      write(");")
    }
    newline()
    for item in module.items { print(item) }
    write("endmodule")
    newline()
  }

  private mutating func print(_ item: Located<Item>) {
    switch item.syntax {
    case .blank:
      newline()
      return
    case .directive(let text):
      write(text)
      newline()
      return
    default: break
    }
    mark(item.node)
    write("  ")
    switch item.syntax {
    case .wire(let name, let width, let value):
      write("wire ")
      writeRange(width)
      write(name)
      if let value { printDriver(value) }
      write(";")
    case .unused(let name, let value):
      write("(* maybe_unused *) wire ")
      write(name)
      write(";")
      newline()
      write("  assign ")
      write(name)
      write(" = ")
      print(value)
      write(";")
    case .register(let name, let width):
      write("reg ")
      writeRange(width)
      write(name)
      write(";")
    case .constant(let name, let width, let value):
      write("localparam ")
      writeRange(width)
      write(name)
      write(" = ")
      print(value)
      write(";")
    case .memory(let name, let width, let depth, let leavesCollisionsOpen):
      if leavesCollisionsOpen { write("(* no_rw_check *) ") }
      write("reg ")
      writeRange(width)
      write(name)
      write(" [0:\(depth - 1)];")
    case .contents(let name, let width, let runs):
      printInitial(name, width, runs)
    case .assign(let target, let value):
      write("assign ")
      print(target)
      printDriver(value)
      write(";")
    case .clocked(let clock, let statements):
      write("always @(posedge ")
      write(clock)
      write(") begin")
      newline()
      print(statements, indent: 4)
      write("  end")
    case .combinational(let statements):
      write("always @(*) begin")
      newline()
      print(statements, indent: 4)
      write("  end")
    case .instance(let module, let parameters, let name, let connections):
      write(module)
      if !parameters.isEmpty {
        write(" #(")
        print(parameters)
        write(")")
      }
      write(" ")
      write(name)
      write(" (")
      print(connections)
      write(");")
    case .initial(let statements):
      write("initial begin")
      newline()
      print(statements, indent: 4)
      write("  end")
    case .directive, .blank: break
    }
    newline()
  }

  /// `.name(value)`, a line each, and the start of the line that closes the list.
  private mutating func print(_ connections: [(String, Expression)]) {
    for (position, connection) in connections.enumerated() {
      newline()
      write("    .")
      write(connection.0)
      write("(")
      print(connection.1)
      write(position < connections.count - 1 ? ")," : ")")
    }
    newline()
    write("  ")
  }

  /// Prints what a net is driven with; a choice between more than two values a line each.
  private mutating func printDriver(_ value: Expression) {
    write(" =")
    guard case .conditional(_, _, let second) = value, case .conditional = second else {
      write(" ")
      print(value)
      return
    }
    var value = value
    while case .conditional(let condition, let first, let rest) = value {
      newline()
      writeSpaces(4)
      printOperand(condition)
      write(" ? ")
      printOperand(first)
      write(" :")
      value = rest
    }
    newline()
    writeSpaces(4)
    printOperand(value)
  }

  /// The words of a memory before the first clock edge. The underscores keep the block's names apart
  /// from all names of a design.
  private mutating func printInitial(_ name: String, _ width: Int, _ runs: [WordRun]) {
    let hasLoop = runs.contains { $0.addresses.count >= Self.shortestLoop }
    write("initial begin")
    if hasLoop { write(" : _\(name)_initial") }
    newline()
    if hasLoop {
      write("    integer _index;")
      newline()
    }
    for run in runs {
      if run.addresses.count >= Self.shortestLoop {
        let (start, end) = (run.addresses.lowerBound, run.addresses.upperBound)
        write("    for (_index = \(start); _index < \(end); _index = _index + 1) begin")
        newline()
        write("  ")
        printWord(name, "_index", width, run.words)
        write("    end")
        newline()
      } else {
        for address in run.addresses { printWord(name, String(address), width, run.words) }
      }
    }
    write("  end")
  }

  /// Equal words that are printed as a loop.
  private static let shortestLoop = 8

  private mutating func printWord(
    _ name: String, _ address: String, _ width: Int, _ words: ArraySlice<UInt64>
  ) {
    write("    ")
    write(name)
    write("[")
    write(address)
    write("] = ")
    write(width)
    write("'h")
    var digits = (width + 3) / 4
    for word in words.reversed() {
      let text = String(word, radix: 16)
      let count = digits % 16 == 0 ? 16 : digits % 16
      for _ in text.utf8.count..<max(count, text.utf8.count) { write("0") }
      write(text)
      digits -= count
    }
    write(";")
    newline()
  }

  private mutating func print(_ statements: [Located<Statement>], indent: Int) {
    for statement in statements {
      mark(statement.node)
      print(statement.syntax, indent: indent)
    }
  }

  private mutating func print(_ statement: Statement, indent: Int) {
    writeSpaces(indent)
    switch statement {
    case .nonblocking(let target, let value):
      print(target)
      write(" <= ")
      print(value)
      write(";")
    case .blocking(let target, let value):
      print(target)
      write(" = ")
      print(value)
      write(";")
    case .conditional(let condition, let first, let second):
      printConditional(condition, first, second, indent: indent)
      return
    case .immediate(let keyword, let condition):
      write(keyword)
      write(" (")
      print(condition)
      write(");")
    case .display(let text):
      write("$display(\"")
      write(text)
      write("\");")
    case .stop: write("$stop;")
    case .choice(let selector, let cases, let fallback):
      write("case (")
      print(selector)
      write(")")
      newline()
      for (label, statement) in cases {
        writeSpaces(indent + 2)
        print(label)
        write(": ")
        printInline(statement)
      }
      writeSpaces(indent + 2)
      write("default: ")
      printInline(fallback)
      writeSpaces(indent)
      write("endcase")
    }
    newline()
  }

  /// Prints `if … else if … else …`, however long, without nesting deeper.
  private mutating func printConditional(
    _ condition: Expression, _ first: [Located<Statement>], _ second: [Located<Statement>],
    indent: Int
  ) {
    var (condition, first, second) = (condition, first, second)
    while true {
      write("if (")
      print(condition)
      write(") begin")
      newline()
      print(first, indent: indent + 2)
      writeSpaces(indent)
      write("end")
      guard second.count == 1, case .conditional(let next, let then, let last) = second[0].syntax
      else { break }
      write(" else ")
      (condition, first, second) = (next, then, last)
    }
    if !second.isEmpty {
      write(" else begin")
      newline()
      print(second, indent: indent + 2)
      writeSpaces(indent)
      write("end")
    }
    newline()
  }

  /// Prints a simple statement in the rest of a line.
  private mutating func printInline(_ statement: Statement) {
    if case .blocking(let target, let value) = statement {
      print(target)
      write(" = ")
      print(value)
      write(";")
    }
    newline()
  }

  // MARK: Expressions

  private mutating func print(_ expression: Expression) {
    switch expression {
    case .identifier(let name), .verbatim(let name): write(name)
    case .literal(let width, let words): writeLiteral(width, words)
    case .bit(let name, let index):
      write(name)
      write("[")
      write(index)
      write("]")
    case .part(let name, let high, let low):
      write(name)
      write("[")
      write(high)
      write(":")
      write(low)
      write("]")
    case .element(let name, let index):
      write(name)
      write("[")
      print(index)
      write("]")
    case .elementPart(let name, let index, let high, let low):
      print(.element(name, index))
      write("[")
      write(high)
      if high != low {
        write(":")
        write(low)
      }
      write("]")
    case .unary(let operation, let operand):
      write(operation.rawValue)
      printOperand(operand)
    case .binary(let operation, let left, let right):
      printOperand(left)
      write(" ")
      write(operation.rawValue)
      write(" ")
      printOperand(right)
    case .conditional(let condition, let first, let second):
      printOperand(condition)
      write(" ? ")
      printOperand(first)
      write(" : ")
      printOperand(second)
    case .concatenation(let parts):
      printParts(parts)
    case .replication(let count, let part):
      write("{")
      write(count)
      if case .concatenation = part {
        print(part)
      } else {
        write("{")
        print(part)
        write("}")
      }
      write("}")
    case .signed(.literal(let width, let words)) where Self.isSmall(width, words):
      // A negative number reads as one; a minus before a sized number is part of an expression.
      let word = Int(words.first ?? 0)
      let value = word >> (width - 1) == 0 ? word : word - (1 << width)
      write(value < 0 ? "-" : "")
      write("\(width)'sd\(abs(value))")
    case .signed(let operand):
      write("$signed(")
      print(operand)
      write(")")
    case .unsigned(let operand):
      write("$unsigned(")
      print(operand)
      write(")")
    }
  }

  /// Parts side by side; many of them a line each.
  private mutating func printParts(_ parts: [Expression]) {
    let isLong = parts.count > Self.partsInLine
    write("{")
    for (position, part) in parts.enumerated() {
      if isLong {
        newline()
        writeSpaces(4)
      } else if position > 0 {
        write(" ")
      }
      print(part)
      if position < parts.count - 1 { write(",") }
    }
    if isLong {
      newline()
      writeSpaces(2)
    }
    write("}")
  }

  /// Whether a constant read as a signed number is printed as one: not the smallest of a width,
  /// whose magnitude does not fit.
  private static func isSmall(_ width: Int, _ words: ArraySlice<UInt64>) -> Bool {
    (2...31).contains(width) && words.first != 1 << UInt64(width - 1)
  }

  /// Parts of a concatenation that are printed in one line.
  private static let partsInLine = 8

  private mutating func printOperand(_ expression: Expression) {
    if expression.isPrimary {
      print(expression)
    } else {
      write("(")
      print(expression)
      write(")")
    }
  }

  private mutating func writeLiteral(_ width: Int, _ words: ArraySlice<UInt64>) {
    write(width)
    let isSmall = words.dropFirst().allSatisfy { $0 == 0 } && (words.first ?? 0) < 1 << 31
    if width == 1 {
      write(words.first == 0 ? "'b0" : "'b1")
    } else if isSmall {
      write("'d")
      write(Int(words.first ?? 0))
    } else {
      write("'h")
      // Leading zero words say nothing; the words below the first are printed in full.
      let significant = words.lastIndex { $0 != 0 } ?? words.startIndex
      for index in stride(from: significant, through: words.startIndex, by: -1) {
        let digits = String(words[index], radix: 16)
        if index != significant { for _ in digits.utf8.count..<16 { write("0") } }
        write(digits)
      }
    }
  }

  private mutating func writeRange(_ width: Int) {
    guard width > 1 else { return }
    write("[")
    write(width - 1)
    write(":0] ")
  }

  // MARK: Bytes

  private mutating func mark(_ node: Int32?) {
    if let node { lineNodes.append((line, node)) }
  }

  private mutating func newline() {
    text.append(0x0a)
    line += 1
  }

  private mutating func writeSpaces(_ count: Int) {
    text.append(contentsOf: repeatElement(0x20, count: count))
  }

  private mutating func write(_ string: String) {
    var string = string
    string.withUTF8 { text.append(contentsOf: $0) }
  }

  private mutating func write(_ string: StaticString) {
    text.append(
      contentsOf: UnsafeBufferPointer(start: string.utf8Start, count: string.utf8CodeUnitCount))
  }

  private mutating func write(_ value: Int) {
    if value < 10 {
      text.append(0x30 + UInt8(truncatingIfNeeded: value))
    } else {
      write(value / 10)
      text.append(0x30 + UInt8(truncatingIfNeeded: value % 10))
    }
  }
}
