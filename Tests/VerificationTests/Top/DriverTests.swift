import Accelerator
import Configuration
import DESNE
import Datasets
import HDL
import RegisterMap
import TestSupport
import Testing

@testable import Verification

@Suite("Example driver of the sampler", .serialized)
struct DriverTests {
  private static func header(_ configuration: SamplerConfiguration) throws -> String {
    try SamplerRegisters(configuration).map.cHeader()
  }

  /// A run of some images whose rows do not fill beats.
  private static func run(
    _ configuration: SamplerConfiguration, _ rule: SelectionRule
  ) throws -> SamplerRun {
    try SamplerRun(
      configuration, source: "digits", images: try Dataset.open("digits").prefix(13), rule: rule,
      exemplars: 4, iterations: 12, seed: 11)
  }

  /// The arguments of `drive` for a run.
  private static func numbers(_ run: SamplerRun) -> [UInt32] {
    let size = run.images.shape.byteCount
    let layout = SamplerLayout(run.configuration, count: run.images.count, bytesPerImage: size)
    return [
      run.images.count, size, run.exemplarCount, run.rule == .grid ? 1 : 0, run.iterations,
      run.targetEntropy, layout.imageBase, layout.distanceBase, layout.probabilityBase,
    ].map(UInt32.init)
  }

  private static func host(_ run: SamplerRun) async throws -> DriverHost {
    let layout = SamplerLayout(
      run.configuration, count: run.images.count, bytesPerImage: run.images.shape.byteCount)
    let simulator = try await Engines.start(.verilator, elaborate(Sampler(run.configuration)))
    return try DriverHost(on: simulator, run.configuration, beats: layout.beatCount)
  }

  @Test(
    "compiles without a warning against the header of every preset",
    arguments: SamplerConfiguration.presets)
  func compiles(preset: SamplerConfiguration) throws {
    #expect(try DriverLibrary.complaints(header: Self.header(preset)) == "")
  }

  @Test("compiles without a warning against the header of every back end, 64 address bits too")
  func backEnds() throws {
    for (backEnd, addressBits) in [
      (MemoryConfiguration.BackEnd.dram, 40), (.axi4, 32), (.axi4, 40), (.axi4, 64),
    ] {
      var configuration = try SamplerConfiguration.preset("small")
      configuration.memory.backEnd = backEnd
      configuration.memory.addressBits = addressBits
      let header = try Self.header(configuration)
      #expect(header.contains("SAMPLER_MEMORY_BASE_OFFSET ") == (backEnd == .axi4))
      #expect(try DriverLibrary.complaints(header: header) == "", "\(backEnd), \(addressBits)")
    }
  }

  @Test(
    "does not compile when a register it uses has another name",
    arguments: ["POINTS_OFFSET", "TARGET_ENTROPY_OFFSET", "CONTROL_NEXT_MASK", "SEED_HIGH_OFFSET"])
  func renamed(name: String) throws {
    let header = try Self.header(.preset("small"))
      .replacing("SAMPLER_\(name) ", with: "SAMPLER_OTHER_\(name) ")
    #expect(try DriverLibrary.complaints(header: header).contains("SAMPLER_\(name)"))
  }

  @Test("gets the model's exemplars from the hardware, run after run")
  func exemplars() async throws {
    let configuration = try SamplerConfiguration.preset("small")
    let folder = try TemporaryFolder()
    let library = try DriverLibrary(header: Self.header(configuration), in: folder)
    let runs = try [SelectionRule.grid, .refinedCells].map { try Self.run(configuration, $0) }
    let host = try await Self.host(runs[0])
    for run in runs {
      let (result, exemplars) = host.choose(
        library, images: run.images.pixels, numbers: Self.numbers(run),
        seed: Xorshift64(seed: run.seed).state)
      #expect(host.failures == [])
      #expect(result == 4)
      #expect(exemplars.map(Int.init) == run.exemplars)
    }
  }

  @Test("tells the hardware where its memory is on an AXI4 bus, and nothing that it cannot have")
  func memoryBase() async throws {
    var configuration = try SamplerConfiguration.preset("small")
    configuration.memory.backEnd = .axi4
    configuration.memory.addressBits = 36
    let folder = try TemporaryFolder()
    let library = try DriverLibrary(header: Self.header(configuration), in: folder)
    let run = try Self.run(configuration, .refinedCells)
    let host = try await Self.host(run)
    let register = try #require(
      SamplerRegisters(configuration).map.registers.first { $0.name == "memoryBase" })
    func choose(at address: UInt64? = nil) -> (result: Int32, exemplars: [UInt32]) {
      host.choose(
        library, images: run.images.pixels, numbers: Self.numbers(run),
        seed: Xorshift64(seed: run.seed).state, address: address)
    }
    #expect(host.memoryAddress > 0)
    for _ in 0..<2 {
      let (result, exemplars) = choose()
      #expect(host.failures == [])
      #expect(result == 4)
      #expect(exemplars.map(Int.init) == run.exemplars)
      #expect(
        host.writes.filter { $0.offset == register.offset }.map(\.value)
          == [UInt32(host.memoryAddress >> 12)])
      // Not in a page, and a page beyond the last of 2^36 bytes.
      for address in [host.memoryAddress + 64, 1 << 36, 1 << 44 | host.memoryAddress] {
        #expect(choose(at: address).result == -0x10001)
        #expect(host.writes.isEmpty)
      }
    }
    // The memory is where it was said to be, not where it is: the bus answers with an error.
    let errors = try #require(
      SamplerRegisters(configuration).map.registers.first { $0.name == "errors" })
    let memory = try #require(errors.fields.first { $0.name == "memory" })
    #expect(choose(at: (1 << 36) - 4096).result == -Int32(memory.mask))
    #expect(host.writes.contains { $0 == (register.offset, 0xff_ffff) })
  }

  @Test("returns why a run is refused, and runs the next one")
  func refused() async throws {
    let run = try Self.run(.preset("small"), .refinedCells)
    let folder = try TemporaryFolder()
    let library = try DriverLibrary(header: Self.header(run.configuration), in: folder)
    let host = try await Self.host(run)
    let seed = Xorshift64(seed: run.seed).state
    func choose(_ seed: UInt64, exemplars: UInt32) -> Int32 {
      var numbers = Self.numbers(run)
      numbers[2] = exemplars
      return host.choose(library, images: run.images.pixels, numbers: numbers, seed: seed).result
    }
    let map = SamplerRegisters(run.configuration).map
    let errors = try #require(map.registers.first { $0.name == "errors" })
    func mask(_ name: String) throws -> Int32 {
      Int32(try #require(errors.fields.first { $0.name == name }).mask)
    }
    #expect(choose(seed, exemplars: 14) == -(try mask("exemplars")))
    #expect(choose(0, exemplars: 4) == -(try mask("seed")))
    #expect(choose(0, exemplars: 0) == -(try mask("seed") | mask("exemplars")))
    #expect(choose(seed, exemplars: 4) == 4)
    #expect(host.failures == [])
  }

  @Test("does not get them with the offsets of another map")
  func otherOffsets() async throws {
    let run = try Self.run(.preset("small"), .refinedCells)
    let folder = try TemporaryFolder()
    let header = try Self.header(run.configuration)
      .replacing("SAMPLER_POINTS_OFFSET ", with: "SAMPLER_SWAP_OFFSET ")
      .replacing("SAMPLER_EXEMPLARS_OFFSET ", with: "SAMPLER_POINTS_OFFSET ")
      .replacing("SAMPLER_SWAP_OFFSET ", with: "SAMPLER_EXEMPLARS_OFFSET ")
    let library = try DriverLibrary(header: header, in: folder)
    let host = try await Self.host(run)
    let (result, _) = host.choose(
      library, images: run.images.pixels, numbers: Self.numbers(run),
      seed: Xorshift64(seed: run.seed).state)
    #expect(result < 0)
  }
}
