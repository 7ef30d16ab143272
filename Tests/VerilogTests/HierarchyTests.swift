import Foundation
import HDL
import TestSupport
import Testing

/// Something of everything: rows of equal instances, memories, tables and black boxes.
private struct System: Module {
  struct Ports {
    let enable: Bit
    let address: UInt
    let data: Bits
    let sums: [UInt]
    let words: [Bits]
    let value: SInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      enable: declare.input(.bit), address: declare.input(.uint(4)),
      data: declare.input(.bits(32)), sums: (0..<2).map { _ in declare.output(.uint(18)) },
      words: (0..<2).map { _ in declare.output(.bits(16)) }, value: declare.output(.sint(8)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    for (index, sum) in ports.sums.enumerated() {
      let tree = module.instance(Tree(lanes: 4), named: "tree_\(index)")
      tree.query.assign(ports.data)
      tree.candidate.assign(.!ports.data)
      tree.enable.assign(ports.enable)
      sum.assign(tree.sum)
    }
    let counters = module.instance(Hierarchy(), named: "counters")
    for (index, enable) in counters.enables.enumerated() {
      enable.assign(ports.enable .& ports.address[index])
    }
    let buffer = module.instance(Buffer(depth: 12), named: "buffer")
    buffer.write.assign(ports.enable)
    buffer.writeAddress.assign(ports.address)
    buffer.data.assign(ports.data[0..<16])
    for (address, word) in zip(buffer.readAddresses, zip(buffer.words, ports.words)) {
      address.assign(ports.address)
      word.1.assign(word.0)
    }
    let pll = module.instance(ClockedByPLL(), named: "clock_unit")
    pll.divide.assign(ports.address.asBits)
    pll.locked.ignore()
    pll.word.ignore()
    let sine = module.instance(Sine(), named: "sine")
    sine.phase.assign(counters.total[0..<4] .^ ports.address)
    ports.value.assign(sine.value)
    counters.total[4..<10].ignore()
  }
}

@Suite("Hierarchy")
struct HierarchyTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")

  enum View: String, CaseIterable, Sendable {
    case text = "txt"
    case dot
    case svg

    func of(_ tree: HierarchyTree) -> String {
      switch self {
      case .text: tree.text + "\n"
      case .dot: tree.dot
      case .svg: tree.svg
      }
    }
  }

  @Test("is drawn as what is kept in Golden; UPDATE_GOLDEN=1 rewrites it", arguments: View.allCases)
  func golden(_ view: View) throws {
    let found = view.of(HierarchyTree(try elaborate(System())))
    let file = Self.folder.appendingPathComponent("System.\(view.rawValue)")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.lastPathComponent) is rewritten; look at the difference")
      return
    }
    #expect(found == (try String(contentsOf: file, encoding: .utf8)))
  }

  @Test("counts what is in an instance, and in all of it")
  func counts() throws {
    let tree = HierarchyTree(try elaborate(System()))
    let counters = try #require(tree.nodes.firstIndex { $0.name == "counters" })
    #expect(tree.nodes[counters].registerBits == 0)
    #expect(tree.total(of: counters, \.registerBits) == 8 + 8 + 4)
    #expect(
      tree.nodes[counters].children.map { tree.nodes[$0].name } == [
        "counter_0", "counter_1", "counter_2",
      ])
    #expect(tree.total(of: 0, \.memoryBits) == 12 * 16)
    #expect(tree.total(of: 0, \.tableBits) == 4 * 7)
    #expect(tree.nodes.filter(\.isBlackBox).map(\.name) == ["pll", "macro_8", "macro_24"])
    #expect(tree.nodes[0].portCount == (3, 5))
  }

  @Test("as SVG has every box inside the drawing, a row of equal instances being one")
  func boxes() throws {
    let svg = HierarchyTree(try elaborate(System())).svg
    func number(_ name: String, _ line: Substring) -> Int? {
      line.firstRange(of: " \(name)=\"").flatMap {
        Int(line[$0.upperBound...].prefix { $0.isNumber })
      }
    }
    let lines = svg.split(separator: "\n")
    let size = (number("width", lines[0]) ?? 0, number("height", lines[0]) ?? 0)
    let boxes = lines.filter { $0.hasPrefix("<rect x=") }
    #expect(boxes.count == 13)
    for box in boxes {
      #expect((number("x", box) ?? 0) + (number("width", box) ?? 9999) < size.0)
      #expect((number("y", box) ?? 0) + (number("height", box) ?? 9999) < size.1)
    }
    #expect(svg.contains(">tree_0 … ×2</text>"))
    #expect(svg.contains(">counter_0 … ×2</text>"))
  }
}
