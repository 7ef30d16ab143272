import Configuration
import Foundation
import Testing

@Suite("Presets")
struct PresetTests {
  @Test("every preset is valid", arguments: SamplerConfiguration.presets)
  func validity(preset: SamplerConfiguration) throws {
    try preset.validate()
  }

  @Test("presets are found by their names, smallest first")
  func names() throws {
    #expect(SamplerConfiguration.presets.map(\.name) == ["small", "edge", "large"])
    for preset in SamplerConfiguration.presets {
      #expect(try SamplerConfiguration.preset(preset.name) == preset)
    }
    #expect(SamplerConfiguration.edge == (try SamplerConfiguration.preset("edge")))
    let lanes = SamplerConfiguration.presets.map(\.distance.lanes)
    #expect(lanes == lanes.sorted())
  }

  @Test("an unknown preset is answered with the names there are", arguments: ["", "Edge", "huge"])
  func unknown(name: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try SamplerConfiguration.preset(name)
    }
    #expect(
      error?.description == "there is no preset \"\(name)\"; choose one of small, edge, large")
  }

  @Test("JSON gives the same value back", arguments: SamplerConfiguration.presets)
  func json(preset: SamplerConfiguration) throws {
    let data = try JSONEncoder().encode(preset)
    #expect(try JSONDecoder().decode(SamplerConfiguration.self, from: data) == preset)
  }

  @Test(
    "a distance has 16 bits for one byte and enough for the largest sum of squares",
    arguments: [
      (1, 16), (2, 17), (3, 18), (4, 18), (5, 19), (784, 26), (3_072, 28), (4_096, 28),
      (4_097, 29), (1 << 24, 40),
    ])
  func distanceBits(dimensions: Int, bits: Int) {
    var sizes = SamplerConfiguration.edge.distance
    sizes.maximumDimensions = dimensions
    #expect(sizes.distanceBits == bits)
    #expect(dimensions * 65_025 < 1 << bits)
  }

  @Test("a buffer holds lanes times beats bytes of an image")
  func chunkBytes() {
    #expect(SamplerConfiguration.presets.map(\.distance.chunkBytes) == [4_096, 4_096, 8_192])
  }
}
