internal import Components
internal import HDL

/// The writes without a response, and whether a request shares a beat with one of them.
///
/// Entries are taken and freed in turn, as responses come in the order of the writes.
struct WriteTable {
  /// There is a free entry.
  let hasRoom: Bit
  /// All entries are free.
  let isEmpty: Bit
  /// An unfinished write has a beat of the request.
  let conflicts: Bit

  private let request: MemoryRequest
  private let first, last, block: UInt
  private let entries: [Entry]
  private let count: UInt
  private let tail, head: UInt

  private struct Entry {
    let isUsed: Bit
    let block, first, last: UInt
  }

  init(_ module: ModuleBuilder, request: MemoryRequest) {
    self.request = request
    let size = AXI4Memory.mostWrites
    let places = MemoryRequest.mostBeats.trailingZeroBitCount
    let blockBits = MemoryRequest.addressBits - places
    first = request.address[0..<places]
    last = (first .&+ request.lastBeat).named("lastPlace")
    block = request.address[places..<MemoryRequest.addressBits]
    count = module.register("writes", .uint(addressBits(size + 1)), reset: 0)
    tail = module.register("writeTail", .uint(addressBits(size)), reset: 0)
    head = module.register("writeHead", .uint(addressBits(size)), reset: 0)
    entries = (0..<size).map { index in
      Entry(
        isUsed: module.register("write_\(index)_isUsed", .bit, reset: 0),
        block: module.register("write_\(index)_block", .uint(blockBits)),
        first: module.register("write_\(index)_first", .uint(places)),
        last: module.register("write_\(index)_last", .uint(places)))
    }
    hasRoom = count .!= size
    isEmpty = count .== 0
    var found: [Bit] = []
    for entry in entries {
      let overlaps = first .<= entry.last .& entry.first .<= last
      found.append(entry.isUsed .& entry.block .== block .& overlaps)
    }
    conflicts = found.dropFirst().reduce(found[0]) { $0 .| $1 }.named("conflicts")
  }

  /// Enters the request, and frees the oldest entry.
  func update(_ module: ModuleBuilder, takes: Bit, finishes: Bit) {
    module.when(takes .& .!finishes) { count.assign(count .&+ 1) }
    module.when(finishes .& .!takes) { count.assign(count .&- 1) }
    module.when(takes) { tail.assign(tail .&+ 1) }
    module.when(finishes) { head.assign(head .&+ 1) }
    for (index, entry) in entries.enumerated() {
      module.when(finishes .& head .== index) { entry.isUsed.set(to: 0) }
      module.when(takes .& tail .== index) {
        entry.isUsed.set(to: 1)
        entry.block.assign(block)
        entry.first.assign(first)
        entry.last.assign(last)
      }
    }
    module.assert("hasWriteToFinish", count .!= 0, "a response without a write", when: finishes)
  }
}
