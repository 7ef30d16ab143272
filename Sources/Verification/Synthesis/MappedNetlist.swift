import Foundation

/// A netlist of ECP5 cells, as Yosys writes it in JSON: what it is made of, and how deep its logic is.
struct MappedNetlist {
  private struct File: Decodable {
    struct Module: Decodable {
      struct Cell: Decodable {
        var type: String
        var port_directions: [String: String]
        var connections: [String: [Bit]]
      }
      struct Net: Decodable {
        var hide_name: Int
        var bits: [Bit]
      }
      var cells: [String: Cell]
      var netnames: [String: Net]
    }
    var modules: [String: Module]
  }

  /// A net's number, or a constant, which is told apart by being negative.
  private struct Bit: Decodable, Hashable {
    var number: Int

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      number = (try? container.decode(Int.self)) ?? -1
    }
  }

  /// Number of cells of each type.
  let cellCounts: [String: Int]
  /// For each register with a name, and for `outputs`, the LUT levels of the longest path to it.
  let depths: [String: Int]

  /// - Parameters:
  ///   - json: The text.
  ///   - top: The module to look at, the only one with cells of its own.
  init(json: Data, top: String) throws {
    let file = try JSONDecoder().decode(File.self, from: json)
    guard let module = file.modules[top] else {
      throw CocoaError(.coderValueNotFound)
    }
    var counts: [String: Int] = [:]
    for cell in module.cells.values { counts[cell.type, default: 0] += 1 }
    cellCounts = counts

    var names: [Int: String] = [:]
    for name in module.netnames.keys.sorted() {
      // Yosys names nets between cells after the cells.
      guard let net = module.netnames[name], net.hide_name == 0, !name.contains("_LUT4_"),
        !name.contains("_TRELLIS_"), !name.contains("_CCU2C_")
      else { continue }
      for bit in net.bits where bit.number >= 0 && names[bit.number] == nil {
        names[bit.number] = name
      }
    }
    var paths = Paths(module)
    var depths: [String: Int] = [:]
    for name in module.cells.keys.sorted() {
      guard let cell = module.cells[name], Self.isRegister(cell.type) else { continue }
      let output = (cell.connections["Q"] ?? cell.connections["DO"] ?? []).first?.number
      let register = output.flatMap { names[$0] } ?? cell.type
      for (port, bits) in cell.connections where cell.port_directions[port] == "input" {
        for bit in bits {
          depths[register] = max(depths[register] ?? 0, paths.depth(of: bit.number))
        }
      }
    }
    self.depths = depths
  }

  private static func isRegister(_ type: String) -> Bool {
    type == "TRELLIS_FF" || type == "DP16KD"
  }

  /// Longest paths from registers and inputs, worked out once for each net.
  private struct Paths {
    private let drivers: [Int: (cell: File.Module.Cell, port: String)]
    private var known: [Int: Int] = [:]

    init(_ module: File.Module) {
      var drivers: [Int: (cell: File.Module.Cell, port: String)] = [:]
      for cell in module.cells.values {
        for (port, bits) in cell.connections where cell.port_directions[port] == "output" {
          for bit in bits where bit.number >= 0 { drivers[bit.number] = (cell, port) }
        }
      }
      self.drivers = drivers
    }

    /// LUT levels up to a net: a LUT and the way into a carry chain count 1, the chain and multiplexers
    /// behind LUTs nothing, a multiplier 3.
    mutating func depth(of net: Int) -> Int {
      guard net >= 0, let (cell, _) = drivers[net] else { return 0 }
      if MappedNetlist.isRegister(cell.type) { return 0 }
      if let depth = known[net] { return depth }
      // Ends a loop through a chain's own nets, which there is none of in sound logic.
      known[net] = 0
      var depth = 0
      for (port, bits) in cell.connections where cell.port_directions[port] == "input" {
        let cost =
          switch cell.type {
          case "PFUMX", "L6MUX21": 0
          case "CCU2C": port == "CIN" ? 0 : 1
          case "MULT18X18D": 3
          default: 1
          }
        for bit in bits { depth = max(depth, cost + self.depth(of: bit.number)) }
      }
      known[net] = depth
      return depth
    }
  }
}
