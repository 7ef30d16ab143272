import MemoryDevices
import Testing

@testable import MemorySystem

@Suite("Address map")
struct AddressMapTests {
  @Test("maps successive bursts to all places once, changing the group first")
  func addresses() throws {
    let device = try MemoryDevice.named("ddr4-2400")
    let map = AddressMap(device)
    #expect((0..<5).map { map.place(ofBurst: $0).bank } == [0, 1, 2, 3, 0])
    var seen: Set<[Int]> = []
    // All bursts of the first two rows of all banks.
    let count = 2 * device.organization.banks * device.burstsPerRow
    for burst in 0..<count {
      let place = map.place(ofBurst: burst)
      seen.insert([place.bank, place.row, place.column])
      #expect(place.row == burst / (count / 2))
    }
    #expect(seen.count == count)
  }
}
