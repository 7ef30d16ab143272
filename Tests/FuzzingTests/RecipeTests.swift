import HDL
import Testing

@testable import Fuzzing

@Suite("Recipes")
struct RecipeTests {
  /// Nodes numbered in order.
  private func recipe(_ steps: [any Step]) -> Recipe {
    var recipe = Recipe()
    recipe.nodes = steps.enumerated().map { Recipe.Node(id: $0.offset, step: AnyStep($0.element)) }
    return recipe
  }

  @Test("a word that only its own read port depends on leaves the circuit")
  func circleThroughReadPort() throws {
    let word = ValueType(.uint, 1)
    func input(_ type: ValueType) -> Operand { Operand(ValueID(0), as: type) }
    let register = Operand(ValueID(1), as: .bit)
    let recipe = recipe([
      InputStep(type: .bit),
      RegisterStep(
        type: .bit, reset: nil, enable: nil, next: Operand(ValueID(2, 1), as: .bit)),
      MemoryStep(
        word: word, depth: 1,
        reads: [
          MemoryReadPort(address: input(word), enable: input(.bit)),
          MemoryReadPort(address: input(word), enable: register),
        ],
        writes: [
          MemoryWritePort(address: input(word), data: input(word), enable: input(.bit))
        ]),
    ])
    #expect(recipe.ends.outputs.map(\.id) == [ValueID(2, 0), ValueID(2, 1)])
    _ = try elaborate(CircuitModule(recipe))
  }

  @Test("a conversion says enough of the bits that it drops of a word read asynchronously")
  func droppedBitsOfWord() throws {
    let word = ValueType(.bits, 8)
    func input(_ type: ValueType) -> Operand { Operand(ValueID(0), as: type) }
    let target = try #require(FixedExpression.Target(width: 4, isSigned: false, exponent: 0))
    let recipe = recipe([
      InputStep(type: word),
      MemoryStep(
        word: word, depth: 2,
        reads: [MemoryReadPort(address: input(ValueType(.uint, 1)), enable: nil)],
        writes: [
          MemoryWritePort(
            address: input(ValueType(.uint, 1)), data: input(word), enable: input(.bit))
        ]),
      FixedStep(
        expression: .infix(
          .add,
          .converted(
            .operand(Operand(ValueID(1), as: word), signed: false, exponent: -2), target, .floor,
            .wrap), .operand(input(word), signed: false, exponent: 0)), use: .bits),
    ])
    _ = try elaborate(CircuitModule(recipe))
  }

  @Test("of random circuits are all legal in the language", arguments: [7, 11])
  func legality(seed: UInt64) async throws {
    let campaign = FuzzCampaign(FuzzOptions(circuits: 1000, seed: seed), engines: [])
    let report = try await campaign.run()
    #expect(report.coverage.circuits == 1000)
    for finding in report.findings { Issue.record("\(finding.description)") }
  }
}
