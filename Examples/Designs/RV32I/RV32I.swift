package import HDL

/// A RISC-V core for the RV32I instructions, with a memory of its own for the program and one for
/// data: three cycles an instruction, four for a load.
///
/// `fence`, `ecall`, `ebreak` and the CSR instructions stop it. So do instructions that do not exist,
/// misaligned loads and stores, and jumps to addresses that are not a multiple of 4; those raise
/// `isFault` too and change nothing. Addresses count modulo the size of a memory.
package struct RV32I: Module {
  /// Sizes of the memories in words, powers of two.
  package let programWords: Int
  package let dataWords: Int

  package init(programWords: Int, dataWords: Int) {
    self.programWords = programWords
    self.dataWords = dataWords
  }

  enum State: CaseIterable { case fetch, decode, execute, load, halt }

  package struct Ports {
    /// Whether the core begins instructions; while it does not, a program can be written.
    let run: Bit
    let program: ProgramPort
    let retired: Retirement
    let stored: StoreTrace
    let isHalted: Bit
    let isFault: Bit
  }

  package func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      run: declare.input(.bit),
      program: ProgramPort(
        write: declare.input(.bit), address: declare.input(.uint(addressBits(programWords))),
        word: declare.input(.bits(32))),
      retired: Retirement(
        valid: declare.output(.bit), address: declare.output(.uint(32)),
        writes: declare.output(.bit), register: declare.output(.uint(5)),
        value: declare.output(.uint(32))),
      stored: StoreTrace(
        mask: declare.output(.bits(4)), address: declare.output(.uint(32)),
        data: declare.output(.bits(32))),
      isHalted: declare.output(.bit), isFault: declare.output(.bit))
  }

  package func body(_ module: ModuleBuilder, _ ports: Ports) {
    let state = module.stateMachine("state", State.self, initial: .fetch, final: [.halt])
    let pc = module.register("pc", .uint(32), reset: 0)
    let isFault = module.register("hasFailed", .bit, reset: 0)

    // A memory holds what it read last, so the instruction stays here until the next fetch, and the
    // operands until the next decode.
    let program = module.memory("programMemory", .bits(32), depth: programWords)
    program.write(
      address: ports.program.address, data: ports.program.word, enable: ports.program.write)
    let word = program.read(
      address: pc[2..<2 + program.addressWidth], enable: state.is(.fetch) .& ports.run)
    let instruction = Instruction(word: word.named("instruction"))

    let registers = module.memory("registers", .uint(32), depth: 32)
    func operand(_ source: UInt) -> UInt {
      mux(source .== 0, 0, registers.read(address: source, enable: state.is(.decode)))
    }
    let left = operand(instruction.firstSource).named("left")
    let right = operand(instruction.secondSource).named("right")

    let decoded = decode(module, instruction, pc: pc, left, right)
    let access = MemoryAccess(
      module, instruction.funct3, address: decoded.address, data: right.asBits)
    let isRefused = module.wire("isRefused", .bit)
    isRefused.assign(
      .!decoded.isLegal .| decoded.next[1]
        .| ((decoded.isLoad .| decoded.isStore) .& .!access.isAligned))

    let data = module.instance(DataMemory(words: dataWords), named: "dataMemory")
    let isStored = (state.is(.execute) .& decoded.isStore .& .!isRefused).named("isStored")
    let mask = (access.mask .& isStored.repeated(4)).named("storeMask")
    data.address.assign(decoded.address[2..<2 + addressBits(dataWords)])
    data.read.assign(state.is(.execute) .& decoded.isLoad)
    data.mask.assign(mask)
    data.data.assign(access.lanes)

    let retires = module.wire("retires", .bit)
    retires.set(to: 0)
    state.when(.fetch) {
      module.when(ports.run) { state.go(to: .decode) }
    }
    state.when(.decode) { state.go(to: .execute) }
    state.when(.execute) {
      module.when(isRefused) {
        isFault.set(to: 1)
        state.go(to: .halt)
      }.elseWhen(decoded.halts) {
        state.go(to: .halt)
      }.elseWhen(decoded.isLoad) {
        state.go(to: .load)
      }.otherwise {
        retires.set(to: 1)
        state.go(to: .fetch)
      }
    }
    state.when(.load) {
      retires.set(to: 1)
      state.go(to: .fetch)
    }

    let value = mux(decoded.isLoad, access.loaded(from: data.word), decoded.result)
      .named("value")
    let writes = (retires .& decoded.writes .& (instruction.destination .!= 0)).named("writes")
    registers.write(address: instruction.destination, data: value, enable: writes)
    module.when(retires) { pc.assign(decoded.next) }

    ports.retired.valid.assign(retires)
    ports.retired.address.assign(pc)
    ports.retired.writes.assign(writes)
    ports.retired.register.assign(instruction.destination)
    ports.retired.value.assign(value)
    ports.stored.mask.assign(mask)
    ports.stored.address.assign(decoded.address)
    ports.stored.data.assign(access.lanes)
    ports.isHalted.assign(state.is(.halt))
    ports.isFault.assign(isFault)
  }
}

/// How the program gets into its memory.
package struct ProgramPort {
  let write: Bit
  let address: UInt
  let word: Bits
}

/// What an instruction did, in the cycle in which it ends.
package struct Retirement {
  let valid: Bit
  let address: UInt
  /// Whether `register` takes `value`.
  let writes: Bit
  let register: UInt
  let value: UInt
}

/// A store, in its cycle: the bytes of the word around `address` that are written.
package struct StoreTrace {
  let mask: Bits
  let address: UInt
  let data: Bits
}
