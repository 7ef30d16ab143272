import FixedPoint
import HDL
import Testing

/// Which conversions a design may have: those that the ranges prove, and no other.
@Suite("Fixed-point ranges")
struct FixedRangeTests {
  struct Conversion: Module {
    let source: FixedPointFormat
    let target: FixedPointFormat
    let convert: @Sendable (Fixed, FixedPointFormat) -> Fixed

    struct Ports {
      let x: Fixed
      let y: Fixed
    }

    var moduleName: String { "Conversion" }

    func ports(_ declare: PortDeclarer) -> Ports {
      Ports(x: declare.input(.fixed(source)), y: declare.output(.fixed(target)))
    }

    func body(_ module: ModuleBuilder, _ ports: Ports) {
      ports.y.assign(convert(ports.x, target))
    }

    static func == (left: Conversion, right: Conversion) -> Bool {
      left.source == right.source && left.target == right.target
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(source)
      hasher.combine(target)
    }

    var mistakes: [Diagnostic.Code] {
      do {
        _ = try elaborate(self)
        return []
      } catch {
        return error.diagnostics.map(\.code)
      }
    }
  }

  /// Every number of a small format.
  private func values(_ format: FixedPointFormat) throws -> [FixedPointValue] {
    try (format.minimum...format.maximum).map { integer throws in
      try FixedPointValue(integer: integer, format: format)
    }
  }

  @Test(
    "refuse a proven conversion exactly if a number can overflow", arguments: RoundingMode.allCases)
  func proven(_ rounding: RoundingMode) throws {
    for source in FixedFormats.small {
      let values = try values(source)
      for target in FixedFormats.small {
        let overflows = values.contains {
          (try? $0.converted(to: target, rounding: rounding, overflow: .error)) == nil
        }
        let found = Conversion(source: source, target: target) {
          $0.converted(to: $1, rounding: rounding, overflow: .proven)
        }.mistakes
        #expect(found == (overflows ? [.possibleOverflow] : []), "\(source) to \(target)")
      }
    }
  }

  @Test("refuse an exact conversion exactly if a number can change")
  func exact() throws {
    for source in FixedFormats.small {
      let values = try values(source)
      for target in FixedFormats.small {
        let changes = values.contains { (try? $0.exactlyConverted(to: target)) == nil }
        let found = Conversion(source: source, target: target) { $0.exactly(in: $1) }.mistakes
        // A few values can all lie on the coarser places, which a range does not tell.
        let isCoarser = source.exponent < target.exponent && values.count > 1
        #expect(found.isEmpty == !(changes || isCoarser), "\(source) to \(target): \(found)")
      }
    }
  }

  @Test("ask nobody to ignore the bits a conversion drops", arguments: RoundingMode.allCases)
  func dropped(_ rounding: RoundingMode) {
    for source in FixedFormats.small {
      for target in FixedFormats.small {
        let found = Conversion(source: source, target: target) {
          $0.converted(to: $1, rounding: rounding, overflow: .saturate)
        }.mistakes
        #expect(found.isEmpty, "\(source) to \(target): \(found)")
      }
    }
  }
}
