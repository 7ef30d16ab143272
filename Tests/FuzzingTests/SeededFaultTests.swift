import Foundation
import Fuzzing
import Testing

/// Mistakes put into the Verilog on its way to an engine, as a wrong emitter would make them.
@Suite("Seeded faults")
struct SeededFaultTests {
  private func finding(_ change: @escaping @Sendable (String) -> String) async throws -> Finding {
    var options = FuzzOptions(circuits: 100, seed: 3)
    options.findingLimit = 1
    options.slangInterval = 0
    let campaign = FuzzCampaign(
      options, engines: [FuzzEngine.icarus(Engines.tools).faulty(change)])
    let report = try await campaign.run()
    return try #require(report.findings.first)
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
            let in0: Bits
            let out8: SInt
          }

          func ports(_ declare: PortDeclarer) -> Ports {
            Ports(
              in0: declare.input(.bits(1)),
              out8: declare.output(.sint(1)))
          }

          func body(_ module: ModuleBuilder, _ ports: Ports) {
            let v8 = ports.in0.asSInt .>> ports.in0.asUInt
            ports.out8.assign(v8)
          }
        }

        """)
    #expect(finding.minimal.stepCount == 1)
    #expect(finding.description.contains("icarus"))
  }
}
