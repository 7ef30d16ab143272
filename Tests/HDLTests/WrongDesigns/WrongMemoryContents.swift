import HDL
import Testing

@Suite("Wrong designs: lanes and contents of memories")
struct WrongMemoryContents {
  @Test("masks of another width, masks without lanes, lanes that do not fit")
  func masks() {
    let said = mistakes({
      (a: $0.input(.uint(3)), d: $0.input(.bits(8)), m: $0.input(.bits(3)), y: $0.output(.bits(8)))
    }) { module, ports in
      let lanes = module.memory("lanes", .bits(8), depth: 8, laneWidth: 4)
      lanes.write(address: ports.a, data: ports.d, enable: ports.a[0], mask: ports.m)
      let whole = module.memory("whole", .bits(8), depth: 8)
      whole.write(address: ports.a, data: ports.d, enable: ports.a[0], mask: ports.m)
      let uneven = module.memory("uneven", .bits(8), depth: 8, laneWidth: 3)
      uneven.write(address: ports.a, data: ports.d, enable: ports.a[0])
      ports.y.assign(
        lanes.read(address: ports.a, enable: ports.a[1])
          .| whole.read(address: ports.a, enable: ports.a[1])
          .| uneven.read(address: ports.a, enable: ports.a[1]))
    }
    #expect(
      said == """
        width-mismatch in Sketch: memory `lanes` takes a mask of 2 bits, `m` has 3
          > lanes.write(address: ports.a, data: ports.d, enable: ports.a[0], mask: ports.m)
          note: `m` is 3 bits here
          > (a: $0.input(.uint(3)), d: $0.input(.bits(8)), m: $0.input(.bits(3)), y: \
        $0.output(.bits(8)))
          note: the memory is declared here
          > let lanes = module.memory("lanes", .bits(8), depth: 8, laneWidth: 4)
          fix: give a bit for each of its 2 lanes of 4 bits
        width-mismatch in Sketch: memory `whole` has no lanes and takes no mask
          > whole.write(address: ports.a, data: ports.d, enable: ports.a[0], mask: ports.m)
          note: `m` is 3 bits here
          > (a: $0.input(.uint(3)), d: $0.input(.bits(8)), m: $0.input(.bits(3)), y: \
        $0.output(.bits(8)))
          note: the memory is declared here
          > let whole = module.memory("whole", .bits(8), depth: 8)
          fix: declare it with `laneWidth`, the bits that each bit of a mask stands for
        memory-shape in Sketch: memory `uneven` has words of 8 bits in lanes of 3
          > let uneven = module.memory("uneven", .bits(8), depth: 8, laneWidth: 3)
          fix: give a lane width that divides the width of a word
        """)
  }

  @Test("initial words that are too many or do not fit")
  func contents() {
    let said = mistakes({ (a: $0.input(.uint(1)), y: $0.output(.bits(88))) }) { module, ports in
      let many = module.memory("many", .bits(8), depth: 2, initial: .words([1, 2, 3]))
      let tooLarge = module.memory("tooLarge", .bits(8), depth: 2, initial: .words([255, 256]))
      let tooLow = module.memory("tooLow", .bits(8), depth: 2, initial: .signed([-128, -129]))
      let wide = module.readOnlyMemory(
        "wide", .bits(64), depth: 2, contents: .wideWords([[1], [2, 3]]))
      let enable = ports.a[0]
      ports.y.assign(
        concatenate(
          many.read(address: ports.a, enable: enable),
          tooLarge.readWrite(
            address: ports.a, data: module.constant(1, .bits(8)), write: enable, enable: enable),
          tooLow.readAsynchronously(address: ports.a), wide.read(address: ports.a)))
    }
    #expect(
      said == """
        memory-shape in Sketch: memory `many` of 2 words has 3 initial words
          > let many = module.memory("many", .bits(8), depth: 2, initial: .words([1, 2, 3]))
          fix: give at most 2, or make the memory deeper
        literal-out-of-range in Sketch: initial word 1 of memory `tooLarge` is 256 and does not fit 8 \
        unsigned bits
          > let tooLarge = module.memory("tooLarge", .bits(8), depth: 2, initial: .words([255, 256]))
          fix: widen the memory or correct the value
        literal-out-of-range in Sketch: initial word 1 of memory `tooLow` is -129 and does not fit 8 \
        signed bits
          > let tooLow = module.memory("tooLow", .bits(8), depth: 2, initial: .signed([-128, -129]))
          fix: widen the memory or correct the value
        literal-out-of-range in Sketch: entry 1 of table `wide` is 0x30000000000000002 and does not \
        fit 64 unsigned bits
          > let wide = module.readOnlyMemory(
          fix: widen the table or correct the value
        """)
  }

  @Test("asynchronous reads of a deep memory, and addresses of another width")
  func asynchronous() {
    let said = mistakes({ (a: $0.input(.uint(11)), y: $0.output(.bits(8))) }) { module, ports in
      let deep = module.memory("deep", .bits(8), depth: 2048, initial: .function { UInt64($0 & 1) })
      let shallow = module.memory("shallow", .bits(8), depth: 16, initial: .words([]))
      ports.y.assign(
        deep.readAsynchronously(address: ports.a) .| shallow.readAsynchronously(address: ports.a))
    }
    #expect(
      said == """
        memory-shape in Sketch: memory `deep` of 2048 words is read asynchronously
          > deep.readAsynchronously(address: ports.a) .| shallow.readAsynchronously(address: ports.a))
          note: the memory is declared here
          > let deep = module.memory("deep", .bits(8), depth: 2048, initial: .function { UInt64($0 & 1) })
          fix: read it with `read`, or make it at most 1024 words deep
        width-mismatch in Sketch: memory `shallow` of 16 words takes an address of 4 bits, `a` has 11
          > deep.readAsynchronously(address: ports.a) .| shallow.readAsynchronously(address: ports.a))
          note: `a` is 11 bits here
          > let said = mistakes({ (a: $0.input(.uint(11)), y: $0.output(.bits(8))) }) { module, ports in
          fix: write `.truncated(to: 4)`
        """)
  }
}
