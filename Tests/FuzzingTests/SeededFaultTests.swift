import FixedPoint
import Foundation
import HDL
import Testing

@testable import Fuzzing

/// Mistakes put into the Verilog on its way to an engine, as a wrong emitter would make them.
@Suite("Seeded faults")
struct SeededFaultTests {
  private func finding(
    from start: Int = 0, _ change: @escaping @Sendable (String) -> String
  ) async throws -> Finding {
    var options = FuzzOptions(circuits: 100, seed: 3)
    options.start = start
    options.findingLimit = 1
    options.slangInterval = 0
    let campaign = FuzzCampaign(
      options, engines: [FuzzEngine.icarus(Engines.tools).faulty(change)])
    let report = try await campaign.run()
    return try #require(report.findings.first)
  }

  /// One mistake in the Verilog of a kind of step, and the pattern that the smallest circuit must
  /// have.
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let pattern: String
    let replacement: String
    let trace: String
    /// First of the hundred circuits among which it is looked for.
    var start = 0
  }

  static let faults = [
    Fault(
      testDescription: "a word written at the edge does not show in a write-first read",
      pattern: #"wire (m\d+_forward) = [^;]*;"#, replacement: "wire $1 = 1'b0;",
      trace: #"\.writeFirst"#),
    Fault(
      testDescription: "a write of one lane clears the others",
      pattern: #"(m\d+\[\w+\])\[\d+:\d+\] <= "#, replacement: "$1 <= ", trace: "mask: "),
    Fault(
      testDescription: "a memory starts empty",
      pattern: #"(m\d+\[\w+\]) = [^;]*;"#, replacement: "$1 = 0;", trace: "initial: "),
    Fault(
      testDescription: "two states have one code",
      pattern: #"(Q\d+_S1 = \d+'d)\d+"#, replacement: "$10", trace: "stateMachine"),
    Fault(
      testDescription: "the cases of a switch are taken for each other",
      pattern: #"wire (c\d+_\d+_equal) = ([^;]*);"#, replacement: "wire $1 = !($2);",
      trace: #"module\.switch"#),
    Fault(
      testDescription: "the branches of a when change places",
      pattern: #"wire (\[[^]]*\] )?(c\d+_\d+) = (\w+) \? "#,
      replacement: "wire $1$2 = !$3 ? ", trace: #"module\.when"#),
    Fault(
      testDescription: "a write of the second port takes that of the first at every address",
      pattern: #"wire (m\d+_conflict) = (.*) & \(.* == .*\);"#, replacement: "wire $1 = $2;",
      trace: #"(?s)(\.(write|readWrite)\(address.*){2}"#,
      // The lost word must be read before another takes its place: one circuit in 200 shows that.
      start: 500),
    Fault(
      testDescription: "an asynchronous read comes a cycle late",
      pattern: #"wire (\[[^]]*\] )?(m\d+_word\d+) = (.*);"#,
      replacement: "reg $1$2;\n  always @(posedge clock)\n    $2 <= $3;",
      trace: "readAsynchronously"),
  ]

  @Test(
    "of each kind of step are found",
    .enabled(if: Engines.haveTools, "Verilator, Icarus Verilog or Yosys is not installed"),
    arguments: faults)
  func kinds(fault: Fault) async throws {
    let finding = try await finding(from: fault.start) {
      $0.replacingOccurrences(
        of: fault.pattern, with: fault.replacement, options: .regularExpression)
    }
    let trace = finding.minimal.swiftCode().range(of: fault.trace, options: .regularExpression)
    #expect(trace != nil, "\(finding.description)")
    #expect(finding.minimal.stepCount <= 6, "\(finding.description)")
  }

  @Test(
    "of rounding and saturation are found",
    .enabled(if: Engines.haveTools, "Verilator, Icarus Verilog or Yosys is not installed"),
    arguments: [
      (.nearestHalfUp, .wrap, " + ", " - "), (.nearestEven, .wrap, " | ", " & "),
      (.ceiling, .saturate, " ? ", " && 1'b0 ? "),
    ] as [(RoundingMode, Fixed.Overflow, String, String)])
  func fixedPoint(
    rounding: RoundingMode, overflow: Fixed.Overflow, text: String, replacement: String
  ) async throws {
    let target = try #require(FixedExpression.Target(width: 4, isSigned: true, exponent: 0))
    let value = FixedExpression.operand(
      Operand(ValueID(0), as: ValueType(.bits, 12)), signed: true, exponent: -3)
    let step = FixedStep(expression: .converted(value, target, rounding, overflow), use: .bits)
    var recipe = Recipe()
    recipe.nodes = [
      Recipe.Node(id: 0, step: AnyStep(InputStep(type: ValueType(.bits, 12)))),
      Recipe.Node(id: 1, step: AnyStep(step)),
    ]
    let circuit = NumberedRecipe(number: 0, recipe: recipe, stimulus: 0)
    for isFaulty in [false, true] {
      let icarus = FuzzEngine.icarus(Engines.tools)
      let engine = icarus.faulty {
        isFaulty ? $0.replacingOccurrences(of: text, with: replacement) : $0
      }
      let run = BatchRun(engines: [engine], stimulus: Stimulus(seed: 1), cycles: 64)
      #expect(try await run.mismatches(of: [circuit]).isEmpty != isFaulty)
    }
  }

  @Test(
    "an arithmetic shift that became a logical one is found and reduced to one operator",
    .enabled(if: Engines.haveTools, "Verilator, Icarus Verilog or Yosys is not installed"))
  func shift() async throws {
    let finding = try await finding { $0.replacingOccurrences(of: ">>>", with: ">>") }
    #expect(
      finding.minimal.swiftCode() == """
        struct Circuit: Module {
          struct Ports {
            let in2: UInt
            let out18: SInt
          }

          func ports(_ declare: PortDeclarer) -> Ports {
            Ports(
              in2: declare.input(.uint(2)),
              out18: declare.output(.sint(2)))
          }

          func body(_ module: ModuleBuilder, _ ports: Ports) {
            let v18 = ports.in2.asSInt .>> ports.in2
            ports.out18.assign(v18)
          }
        }

        """)
    #expect(finding.minimal.stepCount == 1)
    #expect(finding.description.contains("icarus"))
  }
}
