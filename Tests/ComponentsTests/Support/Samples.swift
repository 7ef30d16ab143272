import Components
import HDL
import Testing

/// A component of one size, for checks that take any design.
struct Sample: Sendable, CustomTestStringConvertible {
  let name: String
  let elaborated: @Sendable () throws -> Design

  init(_ name: String, _ elaborated: @escaping @Sendable () throws -> Design) {
    self.name = name
    self.elaborated = elaborated
  }

  var testDescription: String { name }

  static let all: [Sample] = [
    Sample("counter") { try elaborate(Counter(modulo: 10, controls: [.enable, .clear, .load])) },
    Sample("saturating counter") {
      try elaborate(Counter(modulo: 16, .down, overflow: .saturates))
    },
    Sample("LFSR") { try elaborate(LFSR(width: 16)) },
    Sample("Galois LFSR") { try elaborate(LFSR(width: 33, form: .galois)) },
    Sample("xorshift128") { try elaborate(Xorshift(.xorshift128)) },
    Sample("round robin") { try elaborate(Arbiter(count: 5, policy: .roundRobin)) },
    Sample("keeping arbiter") {
      try elaborate(Arbiter(count: 8, policy: .roundRobin, keepsGrant: true))
    },
    Sample("fixed priority") { try elaborate(Arbiter(count: 8, policy: .fixedPriority)) },
    Sample("encoders") { try elaborate(encoders(width: 13)) },
    Sample("arithmetic") { try elaborate(arithmetic(7, 4)) },
    Sample("extremes") { try elaborate(extremes(count: 5, width: 6)) },
    Sample("exp2") { try elaborate(FunctionCase.exponential.table()) },
    Sample("sine") { try elaborate(FunctionCase.sine.table(degree: 2)) },
    Sample("reciprocal") { try elaborate(FunctionCase.reciprocal.table(isPipelined: false)) },
  ]
}
