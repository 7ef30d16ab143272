import HDL
import Testing

@Suite("Wrong designs: memories and tables")
struct WrongMemories {
  @Test("addresses, data and a third writer")
  func ports() {
    let said = mistakes({
      (a: $0.input(.uint(3)), d: $0.input(.bits(8)), w: $0.input(.bit), y: $0.output(.bits(8)))
    }) { module, ports in
      let memory = module.memory("words", .bits(8), depth: 10)
      memory.write(address: ports.a, data: ports.d, enable: ports.w)
      memory.write(address: ports.a.extended(to: 4), data: ports.d, enable: ports.w)
      memory.write(address: ports.a.extended(to: 4), data: ports.d, enable: .!ports.w)
      let wide = module.memory("wide", .bits(16), depth: 4)
      wide.write(address: ports.a.truncated(to: 2), data: ports.d, enable: ports.w)
      ports.y.assign(
        memory.read(address: ports.a.extended(to: 5), enable: ports.w)
          .| wide.read(address: ports.a.truncated(to: 2), enable: ports.w)[0..<8])
    }
    #expect(
      said == """
        width-mismatch in Sketch: memory `words` of 10 words takes an address of 4 bits, `a` has 3
          > memory.write(address: ports.a, data: ports.d, enable: ports.w)
          note: `a` is 3 bits here
          > (a: $0.input(.uint(3)), d: $0.input(.bits(8)), w: $0.input(.bit), y: \
        $0.output(.bits(8)))
          fix: write `.extended(to: 4)`
        memory-shape in Sketch: memory `words` has a third write port
          > memory.write(address: ports.a.extended(to: 4), data: ports.d, enable: .!ports.w)
          note: the memory is declared here
          > let memory = module.memory("words", .bits(8), depth: 10)
          fix: choose between the writers in front of one port
        width-mismatch in Sketch: cannot write `d` (8 bits) to memory `wide` (16 bits a word)
          > wide.write(address: ports.a.truncated(to: 2), data: ports.d, enable: ports.w)
          note: `d` is 8 bits here
          > (a: $0.input(.uint(3)), d: $0.input(.bits(8)), w: $0.input(.bit), y: \
        $0.output(.bits(8)))
          fix: make both widths equal with `.extended(to:)` or `.truncated(to:)`
        width-mismatch in Sketch: memory `words` of 10 words takes an address of 4 bits, `a` has 5
          > memory.read(address: ports.a.extended(to: 5), enable: ports.w)
          note: `a` is 5 bits here
          > memory.read(address: ports.a.extended(to: 5), enable: ports.w)
          fix: write `.truncated(to: 4)`
        unused in Sketch: bits 8..<16 of memory read without a name are never read
          > .| wide.read(address: ports.a.truncated(to: 2), enable: ports.w)[0..<8])
          fix: narrow it, or write `…[8..<16].ignore()`
        """)
  }

  @Test("a memory that nobody writes")
  func neverWritten() {
    let said = mistakes({ (a: $0.input(.uint(3)), y: $0.output(.bits(8))) }) { module, ports in
      let memory = module.memory("words", .bits(8), depth: 8)
      ports.y.assign(memory.read(address: ports.a, enable: ports.a[0]))
    }
    #expect(
      said == """
        undriven in Sketch: memory `words` is never written
          > let memory = module.memory("words", .bits(8), depth: 8)
          fix: call `write` once, or use `readOnlyMemory` for constants
        """)
  }

  @Test("a memory without words")
  func depth() {
    let said = mistakes({ (a: $0.input(.uint(1)), y: $0.output(.uint(1))) }) { module, ports in
      let memory = module.memory("words", .uint(1), depth: 0)
      memory.write(address: ports.a, data: ports.a, enable: ports.a[0])
      ports.y.assign(memory.read(address: ports.a, enable: ports.a[0]))
    }
    #expect(
      said == """
        memory-shape in Sketch: memory `words` has 0 words
          > let memory = module.memory("words", .uint(1), depth: 0)
          fix: a depth is 1 to 16777216 words
        """)
  }

  @Test("table entries out of range")
  func entries() {
    let said = mistakes({
      (a: $0.input(.uint(2)), y: $0.output(.uint(4)), z: $0.output(.sint(4)))
    }) { module, ports in
      let unsigned = module.readOnlyMemory("unsignedTable", .uint(4), [0, 15, 16, -1])
      let signed = module.readOnlyMemory("signedTable", .sint(4), [-8, 7, 8, -9])
      ports.y.assign(unsigned.read(address: ports.a))
      ports.z.assign(signed.read(address: ports.a))
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: entry 2 of table `unsignedTable` is 16 and does not fit 4 \
        unsigned bits
          > let unsigned = module.readOnlyMemory("unsignedTable", .uint(4), [0, 15, 16, -1])
          fix: widen the table or correct the value
        literal-out-of-range in Sketch: entry 3 of table `unsignedTable` is -1 and does not fit 4 \
        unsigned bits
          > let unsigned = module.readOnlyMemory("unsignedTable", .uint(4), [0, 15, 16, -1])
          fix: widen the table or correct the value
        literal-out-of-range in Sketch: entry 2 of table `signedTable` is 8 and does not fit 4 \
        signed bits
          > let signed = module.readOnlyMemory("signedTable", .sint(4), [-8, 7, 8, -9])
          fix: widen the table or correct the value
        literal-out-of-range in Sketch: entry 3 of table `signedTable` is -9 and does not fit 4 \
        signed bits
          > let signed = module.readOnlyMemory("signedTable", .sint(4), [-8, 7, 8, -9])
          fix: widen the table or correct the value
        """)
  }

  @Test("tables of impossible shape, and an address of another width")
  func shapes() {
    let said = mistakes({ (a: $0.input(.uint(2)), y: $0.output(.uint(72))) }) { module, ports in
      let empty = module.readOnlyMemory("empty", .uint(4), [])
      let wide = module.readOnlyMemory("wide", .uint(65), [1, 2])
      let right = module.readOnlyMemory("right", .uint(4), [1, 2, 3, 4, 5])
      ports.y.assign(
        concatenate(
          empty.read(address: ports.a[0..<1]), wide.read(address: ports.a[0..<1]),
          right.read(address: ports.a)
        ).asUInt)
    }
    #expect(
      said == """
        memory-shape in Sketch: table `empty` has 0 entries of 4 bits
          > let empty = module.readOnlyMemory("empty", .uint(4), [])
          fix: give at least one entry of 1 to 64 bits
        memory-shape in Sketch: table `wide` has 2 entries of 65 bits
          > let wide = module.readOnlyMemory("wide", .uint(65), [1, 2])
          fix: give at least one entry of 1 to 64 bits
        width-mismatch in Sketch: table `right` of 5 entries takes an address of 3 bits, `a` has 2
          > right.read(address: ports.a)
          note: `a` is 2 bits here
          > let said = mistakes({ (a: $0.input(.uint(2)), y: $0.output(.uint(72))) }) { module, \
        ports in
          fix: write `.extended(to: 3)`
        """)
  }
}
