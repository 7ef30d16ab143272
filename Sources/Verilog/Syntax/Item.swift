/// A statement inside an `always` block.
indirect enum Statement {
  /// `target <= value;`
  case nonblocking(Expression, Expression)
  /// `target = value;`
  case blocking(Expression, Expression)
  /// `if (condition) … else …`; an empty second list leaves out the `else`.
  case conditional(Expression, [Located<Statement>], [Located<Statement>])
  /// `case (selector) …` with a default.
  case choice(Expression, [(Expression, Statement)], default: Statement)
  /// `assert (condition);`, `assume (condition);` or `cover (condition);`, for proofs.
  case immediate(String, Expression)
  /// `$display("text");`; the text is a format, escaped already.
  case display(String)
  /// `$stop;`
  case stop
}

/// What stands between `module` and `endmodule`.
enum Item {
  /// `wire [w-1:0] name;` or with a value.
  case wire(String, width: Int, value: Expression?)
  /// `(* maybe_unused *) wire name;` and `assign name = value;`
  case unused(String, Expression)
  /// `reg [w-1:0] name;`
  case register(String, width: Int)
  /// `reg [w-1:0] name [0:depth-1];`, where reads may return anything of a word being written with
  /// the attribute that says so.
  case memory(String, width: Int, depth: Int, leavesCollisionsOpen: Bool)
  /// `initial begin … end` with the words of a memory, one after the other; runs of equal words as
  /// loops.
  case contents(String, width: Int, runs: [WordRun])
  /// `localparam [w-1:0] NAME = value;`
  case constant(String, width: Int, value: Expression)
  /// `assign target = value;`
  case assign(Expression, Expression)
  /// `always @(posedge clock) …`
  case clocked(String, [Located<Statement>])
  /// `always @(*) …`
  case combinational([Located<Statement>])
  /// `initial …`
  case initial([Located<Statement>])
  /// A line of the preprocessor, such as `` `endif ``.
  case directive(String)
  /// `module #(.PARAMETER(value), …) name (.port(value), …);`
  case instance(
    module: String, parameters: [(String, Expression)], name: String,
    connections: [(String, Expression)])
  /// An empty line.
  case blank
}

/// Equal words at neighbouring addresses of a memory.
struct WordRun {
  var addresses: Range<Int>
  var words: ArraySlice<UInt64>
}

/// A piece of syntax and the position in the Swift source it comes from.
struct Located<Syntax> {
  var syntax: Syntax
  /// A node whose position is meant, or `nil`.
  var node: Int32?
}

/// One Verilog module.
struct ModuleSyntax {
  struct Port {
    var name: String
    var width: Int
    var isInput: Bool
    var node: Int32?
    /// What stands after it in its line.
    var comment: String? = nil
  }

  var name: String
  var ports: [Port] = []
  var items: [Located<Item>] = []
}
