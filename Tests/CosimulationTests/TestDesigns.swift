import Verilog

/// Hand-written Verilog that the engines are tested with.
enum TestDesigns {
  /// Builds a design of one module from its body.
  static func design(
    _ name: String, clocked: Bool = true, reset: Bool = false, inputs: [(String, Int)],
    outputs: [(String, Int)], body: String, children: [VerilogFile] = []
  ) -> VerilogDesign {
    func range(_ width: Int) -> String { width == 1 ? "" : " [\(width - 1):0]" }
    let rows =
      (clocked ? ["input clk"] : []) + (reset ? ["input rst"] : [])
      + inputs.map { "input\(range($0.1)) \($0.0)" }
      + outputs.map { "output\(range($0.1)) \($0.0)" }
    let text = "module \(name)(\n  \(rows.joined(separator: ",\n  "))\n);\n\(body)\nendmodule\n"
    return VerilogDesign(
      topModule: name, files: children + [VerilogFile(name: name + ".v", text: text)],
      ports: inputs.map { VerilogPort(name: $0.0, bitWidth: $0.1, direction: .input) }
        + outputs.map { VerilogPort(name: $0.0, bitWidth: $0.1, direction: .output) },
      clock: clocked ? "clk" : nil, reset: reset ? "rst" : nil)
  }

  static let counter = design(
    "counter", reset: true, inputs: [("enable", 1)], outputs: [("count", 8)],
    body: """
        reg [7:0] value;
        always @(posedge clk)
          if (rst) value <= 8'd0;
          else if (enable) value <= value + 8'd1;
        assign count = value;
      """)

  /// Eight lanes of 8x8-bit products, summed and accumulated.
  static let multiplyAccumulate = design(
    "mac", reset: true, inputs: [("valid", 1), ("a", 64), ("b", 64)], outputs: [("sum", 32)],
    body: """
        reg [31:0] total;
        integer k;
        reg [31:0] dot;
        always @* begin
          dot = 32'd0;
          for (k = 0; k < 8; k = k + 1) dot = dot + {24'd0, a[8*k +: 8]} * {24'd0, b[8*k +: 8]};
        end
        always @(posedge clk)
          if (rst) total <= 32'd0;
          else if (valid) total <= total + dot;
        assign sum = total;
      """)

  /// A 200-bit adder and XOR, without a clock.
  static let wide = design(
    "wide", clocked: false, inputs: [("a", 200), ("b", 200)],
    outputs: [("sum", 200), ("parity", 200), ("low", 1)],
    body: """
        assign sum = a + b;
        assign parity = a ^ b;
        assign low = ^a;
      """)

  /// A memory that reads the old value when it is written at the same address.
  static let memory = design(
    "memory", inputs: [("write", 1), ("address", 6), ("data", 33)], outputs: [("q", 33)],
    body: """
        reg [32:0] words [0:63];
        reg [32:0] result;
        always @(posedge clk) begin
          if (write) words[address] <= data;
          result <= words[address];
        end
        assign q = result;
      """)

  static let portWidths = [1, 8, 9, 16, 17, 32, 33, 64, 65, 128, 200]

  /// Registers every input and returns its complement, one pair of ports a width.
  static let widths = design(
    "widths", inputs: portWidths.map { ("in_\($0)", $0) },
    outputs: portWidths.map { ("out__\($0)", $0) },
    body: portWidths.map { width in
      let range = width == 1 ? "" : "[\(width - 1):0] "
      return "  reg \(range)r\(width);\n  always @(posedge clk) r\(width) <= in_\(width);\n"
        + "  assign out__\(width) = ~r\(width);"
    }.joined(separator: "\n"))

  /// Stops in the way `statement` says once the input is 7.
  static func stopping(_ statement: String) -> VerilogDesign {
    design(
      "guard_unit", inputs: [("value", 4)], outputs: [("copy", 4)],
      body: """
          assign copy = value;
          always @(posedge clk)
            if (value == 4'd7) begin
              $display("value is %0d", value);
              \(statement)
            end
        """)
  }

  /// Two instances of a child that Verilator keeps as a module of its own.
  static let hierarchy: VerilogDesign = {
    let child = VerilogFile(
      name: "delay_line.v",
      text: """
        module delay_line(
          input clk,
          input [15:0] d,
          output [15:0] q
        );
          /* verilator no_inline_module */
          reg [15:0] taps [0:3];
          integer k;
          always @(posedge clk) begin
            taps[0] <= d;
            for (k = 1; k < 4; k = k + 1) taps[k] <= taps[k-1];
          end
          assign q = taps[3];
        endmodule

        """)
    return design(
      "hierarchy", inputs: [("d", 16)], outputs: [("q", 16)],
      body: """
          wire [15:0] middle;
          delay_line first(.clk(clk), .d(d), .q(middle));
          delay_line second(.clk(clk), .d(middle ^ 16'h00ff), .q(q));
        """, children: [child])
  }()

  /// A sum of squared differences of `lanes` pairs of bytes through a registered adder tree.
  static func distanceTree(lanes: Int) -> VerilogDesign {
    var body = ""
    for k in 0..<lanes {
      body += """
          wire [7:0] d\(k) = a[\(8 * k) +: 8] > b[\(8 * k) +: 8]
            ? a[\(8 * k) +: 8] - b[\(8 * k) +: 8] : b[\(8 * k) +: 8] - a[\(8 * k) +: 8];
          reg [31:0] s0_\(k);
          always @(posedge clk) s0_\(k) <= {24'd0, d\(k)} * {24'd0, d\(k)};

        """
    }
    var level = 0
    var count = lanes
    while count > 1 {
      count /= 2
      for k in 0..<count {
        body += """
            reg [31:0] s\(level + 1)_\(k);
            always @(posedge clk) s\(level + 1)_\(k) <= s\(level)_\(2 * k) + s\(level)_\(2 * k + 1);

          """
      }
      level += 1
    }
    body += "  assign sum = s\(level)_0;"
    return design(
      "distance_tree", inputs: [("a", 8 * lanes), ("b", 8 * lanes)], outputs: [("sum", 32)],
      body: body)
  }
}
