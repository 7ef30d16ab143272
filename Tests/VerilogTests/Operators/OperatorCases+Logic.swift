import HDL

extension OperatorWidths {
  var comparisons: [OperatorCase] {
    // Constants inside the range, at its ends and beyond, also where they are wider than the value.
    let constants = [0, 1, 3, (1 << min(a, 20)) - 1, 1 << min(a, 20)]
    let signedConstants = [0, -1, 2, -(1 << min(a - 1, 20)), 1 << min(a - 1, 20)]
    var cases = [
      flag("equal", { $0.u .== $0.v }) { $0.u == $0.v },
      flag("unequal", { $0.u .!= $0.v }) { $0.u != $0.v },
      flag("less", { $0.u .< $0.v }) { $0.u < $0.v },
      flag("greater", { $0.u .> $0.v }) { $0.v < $0.u },
      flag("lessOrEqual", { $0.u .<= $0.v }) { !($0.v < $0.u) },
      flag("greaterOrEqual", { $0.u .>= $0.v }) { !($0.u < $0.v) },
      flag("signedEqual", { $0.s .== $0.t }) { $0.s == $0.t },
      flag("signedUnequal", { $0.s .!= $0.t }) { $0.s != $0.t },
      flag("signedLess", { $0.s .< $0.t }) { $0.s < $0.t },
      flag("signedGreater", { $0.s .> $0.t }) { $0.t < $0.s },
      flag("signedLessOrEqual", { $0.s .<= $0.t }) { !($0.t < $0.s) },
      flag("signedGreaterOrEqual", { $0.s .>= $0.t }) { !($0.s < $0.t) },
      flag("mixedLess", { $0.s .< $0.v.signed() }) { $0.s < $0.v },
      flag("sameWidthLess", { $0.u .< $0.w }) { $0.u < $0.w },
      flag("sameWidthSignedLess", { $0.s .< $0.r }) { $0.s < $0.r },
      flag("bitsEqual", { $0.a .== $0.e }) { $0.a == $0.e },
      flag("bitsUnequal", { $0.a .!= $0.e }) { $0.a != $0.e },
      flag("bitsEqualConstant", { $0.a .== 1 }) { $0.u == Number(1) },
      flag("bitEqual", { $0.c .== $0.d }) { $0.c == $0.d },
      flag("constantsLess", { $0.module.constant(3, .uint(4)) .< 5 }) { _ in true },
    ]
    for (index, k) in constants.enumerated() {
      cases += [
        flag("equalConstant\(index)", { $0.u .== k }) { $0.u == Number(k) },
        flag("unequalConstant\(index)", { $0.u .!= k }) { $0.u != Number(k) },
        flag("lessConstant\(index)", { $0.u .< k }) { $0.u < Number(k) },
        flag("greaterConstant\(index)", { $0.u .> k }) { Number(k) < $0.u },
        flag("lessOrEqualConstant\(index)", { $0.u .<= k }) { !(Number(k) < $0.u) },
        flag("greaterOrEqualConstant\(index)", { $0.u .>= k }) { !($0.u < Number(k)) },
      ]
    }
    for (index, k) in signedConstants.enumerated() {
      cases += [
        flag("signedEqualConstant\(index)", { $0.s .== k }) { $0.s == Number(k) },
        flag("signedLessConstant\(index)", { $0.s .< k }) { $0.s < Number(k) },
        flag("signedGreaterConstant\(index)", { $0.s .> k }) { Number(k) < $0.s },
        flag("signedLessOrEqualConstant\(index)", { $0.s .<= k }) { !(Number(k) < $0.s) },
        flag("signedGreaterOrEqualConstant\(index)", { $0.s .>= k }) { !($0.s < Number(k)) },
      ]
    }
    return cases
  }

  var logic: [OperatorCase] {
    func each(_ left: [UInt8], _ right: [UInt8], _ table: [UInt8]) -> Number {
      Number(unsigned: zip(left, right).map { table[Int($0) * 2 + Int($1)] })
    }
    return [
      make("and", a, { $0.u .& $0.w }) { each($0.a, $0.e, [0, 0, 0, 1]) },
      make("or", a, { $0.s .| $0.r }) { each($0.a, $0.e, [0, 1, 1, 1]) },
      make("exclusiveOr", a, { $0.a .^ $0.e }) { each($0.a, $0.e, [0, 1, 1, 0]) },
      make("bitsAnd", a, { $0.a .& $0.e }) { each($0.a, $0.e, [0, 0, 0, 1]) },
      make("nested", a, { .!($0.a .| .!$0.e) .^ $0.a }) { values in
        Number(unsigned: zip(values.a, values.e).map { (1 - $0) & $1 ^ $0 })
      },
      make("complement", a, { .!$0.u }) { Number(unsigned: $0.a.map { 1 - $0 }) },
      make("signedComplement", a, { .!$0.s }) { Number(unsigned: $0.a.map { 1 - $0 }) },
      flag("bitAnd", { $0.c .& $0.d }) { $0.c == 1 && $0.d == 1 },
      flag("bitOr", { $0.c .| $0.d }) { $0.c == 1 || $0.d == 1 },
      flag("bitExclusiveOr", { $0.c .^ $0.d }) { $0.c != $0.d },
      flag("bitComplement", { .!$0.c }) { $0.c == 0 },
      flag("bitMixture", { .!($0.c .& .!$0.d) .| $0.u .== 0 }) {
        !($0.c == 1 && $0.d == 0) || $0.u == Number(0)
      },
      flag("allSet", { $0.a.allSet() }) { !$0.a.contains(0) },
      flag("anySet", { $0.u.anySet() }) { $0.a.contains(1) },
      flag("parity", { $0.s.parity() }) { $0.a.reduce(0, ^) == 1 },
      flag("allOfExtended", { $0.u.extended(to: self.a + 1).allSet() }) { _ in false },
      flag("allOfSum", { ($0.u .&+ $0.w).allSet() }) { !($0.u + $0.w).low($0.a.count).contains(0) },
    ]
  }

  var selections: [OperatorCase] {
    let (middle, top) = (a / 2, a - 1)
    let table = [3, 0, 7, 5, 1]
    let signedTable = [-4, 3, -1]
    return [
      make("mux", a, { mux($0.c, $0.u, $0.w) }) { $0.c == 1 ? $0.u : $0.w },
      make("muxConstant", a, { mux($0.c, $0.u, 1) }) { $0.c == 1 ? $0.u : Number(1) },
      make("muxConstantFirst", a, { mux($0.c, -1, $0.s) }) { $0.c == 1 ? Number(-1) : $0.s },
      flag("muxBit", { mux($0.c, $0.d, $0.a[0]) }) { ($0.c == 1 ? $0.d : $0.a[0]) == 1 },
      make("bitOfUnsigned", 1, { $0.u[middle] }) { Number(Int($0.a[middle])) },
      make("bitOfSigned", 1, { $0.s[top] }) { Number(Int($0.a[top])) },
      make("lowPart", middle + 1, { $0.a[0...middle] }) { $0.u },
      make("highPart", a - middle, { $0.u[middle..<self.a] }) { $0.u >> middle },
      make("signedPart", a - middle, { $0.s[middle..<self.a] }) { $0.u >> middle },
      make("partOfSum", max(a, b), { ($0.u .+ $0.v)[1...max(self.a, self.b)] }) {
        ($0.u + $0.v) >> 1
      },
      make("truncated", middle + 1, { $0.s.truncated(to: middle + 1) }) { $0.s },
      make("concatenation", 2 * a + b + 1, { concatenate($0.e, $0.c, $0.b, $0.a) }) {
        Number(unsigned: $0.a + $0.b + [$0.c] + $0.e)
      },
      make("concatenationOfOne", a, { concatenate($0.a) }) { $0.u },
      make("listConcatenation", 3, { $0.module.concatenate([$0.c, $0.d, $0.c]) }) {
        Number(unsigned: [$0.c, $0.d, $0.c])
      },
      make(
        "concatenationOfExtended", 2 * a + 5,
        { operands in
          concatenate(operands.a, operands.u.extended(to: self.a + 5))
        }
      ) { Number(unsigned: $0.a + Array(repeating: 0, count: 5) + $0.a) },
      make("repeated", b, { $0.c.repeated(self.b) }) { Number(bits: [$0.c]) },
      make("asSigned", a + 2, { $0.u.asSInt.extended(to: self.a + 2) }) { $0.s },
      make("asUnsigned", a + 2, { $0.s.asUInt.extended(to: self.a + 2) }) { $0.u },
      make("bitAsUnsigned", 2, { $0.c.asUInt .+ $0.d.asUInt }) {
        Number(unsigned: [$0.c]) + Number(unsigned: [$0.d])
      },
      make("bitAsSigned", 2, { $0.c.asSInt .+ $0.d.asSInt }) {
        Number(bits: [$0.c]) + Number(bits: [$0.d])
      },
      make("constant", 70, { $0.module.constant(-3, .sint(70)) }) { _ in Number(-3) },
      make("constantSumOfTwo", 5, { $0.module.constant(9, .uint(4)) .+ 3 }) { _ in Number(12) },
      make(
        "tableEntry", 3,
        { $0.module.readOnlyMemory("primes", .uint(3), table).read(address: Self.address($0)) }
      ) {
        let address = Number(unsigned: [$0.c, $0.d, $0.n[0]]).small
        return Number(address < table.count ? table[address] : 0)
      },
      make(
        "signedTableEntry", 6,
        {
          $0.module.readOnlyMemory("signedTable", .sint(3), signedTable).read(address: $0.n)
            .extended(to: 6)
        }
      ) { Number($0.amount < signedTable.count ? signedTable[$0.amount] : 0) },
      make(
        "constantTableEntry", 3,
        {
          $0.module.readOnlyMemory("fixedTable", .uint(3), table)
            .read(address: $0.module.constant(2, .uint(3)))
        }
      ) { _ in Number(7) },
    ]
  }

  private static func address(_ operands: Operands) -> UInt {
    concatenate(operands.n[0], operands.d, operands.c).asUInt
  }
}
