import HDL
import Simulation
import Testing

/// A memory of wide words inside an instance, and one at the top.
private struct Bank: Module {
  struct Ports {
    let address: UInt
    let write: Bit
    let word: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      address: declare.input(.uint(2)), write: declare.input(.bit), word: declare.output(.bits(70)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let memory = module.memory("store", .bits(70), depth: 3, initial: .wideWords([[5, 1]]))
    memory.write(address: ports.address, data: module.constant(9, .bits(70)), enable: ports.write)
    ports.word.assign(memory.readAsynchronously(address: ports.address))
  }
}

private struct Banks: Module {
  func ports(_ declare: PortDeclarer) -> Bank.Ports { Bank().ports(declare) }

  func body(_ module: ModuleBuilder, _ ports: Bank.Ports) {
    let bank = module.instance(Bank(), named: "bank")
    bank.address.assign(ports.address)
    bank.write.assign(ports.write)
    let mark = module.memory("marks", .bits(70), depth: 4, initial: .function { UInt64($0 * 3) })
    ports.word.assign(bank.word .^ mark.readAsynchronously(address: ports.address))
  }
}

@Suite("Memory access")
struct MemoryAccessTests {
  @Test("reads and writes words of any memory in the hierarchy")
  func access() throws {
    let simulator = NativeSimulator(try elaborate(Banks()))
    #expect(simulator.memoryNames == ["marks", "bank.store"])
    #expect(simulator.peekMemory("bank.store", at: 0) == [5, 1])
    #expect(simulator.peekMemory("marks", at: 3) == [9, 0])
    #expect(simulator.pokeMemory("bank.store", at: 2, [.max, .max, .max]))
    #expect(simulator.peekMemory("bank.store", at: 2) == [.max, 0x3f])
    #expect(simulator.pokeMemory("marks", from: 1, words: [1, 6, 0]))
    simulator.storage(ofPort: 0).value = 2
    try simulator.settle()
    #expect(simulator.peek("word") == [UInt64.max ^ 6, 0x3f])
    simulator.storage(ofPort: 1).value = 1
    try simulator.settle()
    try simulator.step()
    #expect(simulator.peekMemory("bank.store", at: 2) == [9, 0])
  }

  @Test("refuses what is not there")
  func refusals() throws {
    let simulator = NativeSimulator(try elaborate(Banks()))
    #expect(simulator.peekMemory("store", at: 0) == nil)
    #expect(simulator.peekMemory("bank.store", at: 3) == nil)
    #expect(simulator.peekMemory("marks", at: -1) == nil)
    #expect(!simulator.pokeMemory("bank.store", at: 3, [1]))
    #expect(!simulator.pokeMemory("marks", from: 2, words: [1, 2, 3]))
    #expect(simulator.peekMemory("marks", at: 2) == [6, 0])
  }
}
