import Foundation
import Testing

@testable import MemoryDevices

@Suite("Memory devices")
struct MemoryDeviceTests {
  @Test("are read with an origin beside every number", arguments: MemoryDevice.builtInNames)
  func builtIn(name: String) throws {
    let device = try MemoryDevice.named(name)
    #expect(device.name == name)
    let isLeftOut = device.timing.refreshesBanks ? 0 : 1
    let fields =
      MemoryDeviceField.all.count - isLeftOut * MemoryDeviceField.all.count(where: \.isOptional)
      + device.rails.count * (SupplyRailField.all.count - isLeftOut)
    #expect(device.origins.count == fields)
    #expect(device.origins.allSatisfy { $0.source.count > 20 })
    #expect(device.burstBytes >= 32)
  }

  @Test("have the sizes and figures of their data sheets")
  func figures() throws {
    let far = try MemoryDevice.named("ddr4-2400")
    // 8 devices of 4 Gb are 4 GiB; 64 bits and 2,400 million transfers a second are 19.2 GB/s.
    #expect(far.capacityBytes == 4 << 30)
    #expect(far.peakBytesPerSecond == 19_200_000_000)
    #expect(far.burstBytes == 64)
    #expect(far.rowBytes == 8_192)
    #expect(far.timing.tRFC == 313)
    let near = try MemoryDevice.named("wide-io-200")
    // 256 Mb are 32 MiB; 128 bits at 200 MHz are 3.2 GB/s.
    #expect(near.capacityBytes == 32 << 20)
    #expect(near.peakBytesPerSecond == 3_200_000_000)
    #expect(near.rails.map(\.IDD4R) == [1_410, 85_730])
    let stack = try MemoryDevice.named("hbm2-2000")
    // 128 bits at 2 Gb/s a pin are 32 GB/s; 16 banks of 16,384 rows of 1 KiB are 2 Gb.
    #expect(stack.peakBytesPerSecond == 32_000_000_000)
    #expect(stack.capacityBytes == 256 << 20)
    #expect(stack.burstBytes == 64)
    #expect(stack.rowBytes == 1_024)
    // Sixteen refreshes of a bank take the charge of one of all, above IDD3N, to a microampere.
    #expect(stack.timing.tRFCpb == 160)
    #expect(
      abs(
        (stack.rails[0].IDD5PB - stack.rails[0].IDD3N) * 16 * stack.timing.tRFCpb
          - (stack.rails[0].IDD5 - stack.rails[0].IDD3N) * stack.timing.tRFC)
        <= 16 * stack.timing.tRFCpb)
    let mobile = try MemoryDevice.named("lpddr5-6400")
    // 16 bits at 6.4 Gb/s a pin are 12.8 GB/s; 8 Gb are 1 GiB.
    #expect(mobile.peakBytesPerSecond == 12_800_000_000)
    #expect(mobile.capacityBytes == 1 << 30)
    #expect(mobile.burstClocks == 2)
    #expect(mobile.rowBytes == 2_048)
  }

  @Test("without currents have no energy, and say so")
  func currents() throws {
    #expect(
      try MemoryDevice.builtInNames.filter { try !MemoryDevice.named($0).hasCurrents }
        == ["lpddr5-6400"])
    _ = try MemoryDevice.named("hbm2-2000").withCurrents()
    let error = #expect(throws: MemorySystemError.self) {
      try MemoryDevice.named("lpddr5-6400").withCurrents()
    }
    #expect(
      error?.description
        == "lpddr5-6400 has no currents, so it has no energy; choose a device whose file has rails")
  }

  /// The file of a built-in device with one piece of its text replaced.
  static func text(_ old: String, _ new: String) throws -> [UInt8] {
    let bytes = try #require(MemoryDevice.builtInFile("ddr4-2400"))
    let text = String(decoding: bytes, as: UTF8.self)
    let range = try #require(text.range(of: old))
    return [UInt8](text.replacingCharacters(in: range, with: new).utf8)
  }

  @Test(
    "with a mistake are refused in one sentence with the line",
    arguments: [
      (
        #""postponedRefreshes": { "value": 8, "origin": "JESD79-4" }"#,
        #""postponedRefreshes": { "value": 8, "origin": "JESD79-4" }, "tRFCpb": { "value": 99, "origin": "JESD79-4" }"#,
        "timing.tRFCpb is 99 clocks and timing.tpbR2pbR is 0; give both"
      ),
      (
        #""tRCD": { "value": 16,"#, #""tRCD": { "value": 0,"#,
        "d.json, line 23: timing.tRCD is 0 clocks, outside of 1 to 255"
      ),
      (
        #""tRCD": { "value": 16,"#, #""tRCD": { "value": 16.5,"#,
        "d.json, line 23: timing.tRCD is 16.5, expected a whole number of clocks"
      ),
      (
        #""tRCD": { "value": 16,"#, #""tRCD": { "value": "16","#,
        "d.json, line 23: timing.tRCD is '16', expected a whole number of clocks"
      ),
      (
        #""tRCD": { "value": 16, "origin": "DRAMPower" }"#, #""tRCD": { "value": 16 }"#,
        "d.json, line 23: timing.tRCD has no origin; add it"
      ),
      (
        #""tRCD": { "value": 16, "origin": "DRAMPower" }"#,
        #""tRCD": { "value": 16, "origin": "hearsay" }"#,
        "d.json, line 23: timing.tRCD has the origin 'hearsay', which origins does not list; add it there"
      ),
      (
        #""tRCD""#, #""trcd""#,
        "d.json, line 23: timing has no key 'trcd'; it may have clockMegahertz,"
      ),
      (
        #""tRAS": { "value": 39,"#, #""tRAS": { "value": 60,"#,
        "d.json, line 27: timing.tRC is 55 clocks, less than timing.tRAS, which is 60"
      ),
      (
        #""banks": { "value": 16,"#, #""banks": { "value": 12,"#,
        "d.json, line 10: organization.banks is 12, expected a power of two"
      ),
      (
        #""IDD3N": { "value": 44000,"#, #""IDD3N": { "value": 61000,"#,
        "VDD.IDD0 is 60750 µA, less than IDD2N and IDD3N, which would make an energy negative"
      ),
      (
        #""tREFI": { "value": 4680,"#, #""tREFI": { "value": 700,"#,
        "timing.tREFI is 700 clocks, expected more than"
      ),
      (
        #""banks": {"#, #""banks" {"#,
        "d.json, line 10: found '{ \"value\": 16, \"origin\": \"DRAMPower\" },', expected a colon after banks; the file is no valid JSON"
      ),
      ("\"timing\"", "timing", "d.json, line 17: found 'timing: {', expected a name in quotes"),
      (
        #""name": "ddr4-2400","#, #""name": "ddr4-2400", "name": "x","#,
        "d.json, line 2: name stands here twice; leave one of them out"
      ),
      (
        #""name": "ddr4-2400""#, #""name": 4"#,
        "d.json, line 2: name is 4, expected a text in quotes"
      ),
      (
        #""rails": ["#, #""rails": 3, "x": ["#, "the file has no key 'x'; it may have name, summary"
      ),
    ] as [(String, String, String)])
  func mistakes(old: String, new: String, sentence: String) throws {
    let bytes = try Self.text(old, new)
    let error = #expect(throws: MemorySystemError.self) {
      try MemoryDevice(parsing: bytes, path: "d.json")
    }
    let text = error?.description ?? ""
    #expect(text.contains(sentence), "\(text)")
    #expect(!text.contains("\n"))
  }

  @Test("of any damaged file are refused and never trap")
  func damaged() throws {
    let bytes = try #require(MemoryDevice.builtInFile("wide-io-200"))
    for count in stride(from: 0, to: bytes.count - 2, by: 7) {
      #expect(throws: MemorySystemError.self) {
        try MemoryDevice(parsing: Array(bytes.prefix(count)), path: "d.json")
      }
    }
    for index in stride(from: 0, to: bytes.count, by: 3) {
      var damaged = bytes
      damaged[index] = [0x00, 0x7B, 0x22, 0x2D, 0x39, 0xFF][index % 6]
      _ = try? MemoryDevice(parsing: damaged, path: "d.json")
    }
    let deep = [UInt8](String(repeating: "[", count: 100_000).utf8)
    let error = #expect(throws: MemorySystemError.self) {
      try MemoryDevice(parsing: deep, path: "d.json")
    }
    #expect(error?.description.contains("nested deeper than 16 levels") == true)
  }

  @Test("that do not exist are named with those that do")
  func unknown() throws {
    let error = #expect(throws: MemorySystemError.self) { try MemoryDevice.named("ddr9") }
    #expect(
      error?.description
        == "there is no memory device or file 'ddr9'; choose ddr4-2400, hbm2-2000, lpddr4-3200, "
        + "lpddr5-6400, wide-io-200 or the path of a JSON file")
  }
}
