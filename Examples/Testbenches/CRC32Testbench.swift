import ExampleDesigns
import HDL

extension Example {
  static func crc32(bytesPerCycle: Int) -> Example {
    Example(
      name: bytesPerCycle == 1 ? "crc32" : "crc32x\(bytesPerCycle)",
      design: { () throws(ElaborationError) in
        try elaborate(CRC32(bytesPerCycle: bytesPerCycle))
      },
      ports: [
        "message_valid", "message_ready", "message_payload_data", "message_payload_keep",
        "message_payload_isLast", "checksum_valid", "checksum_payload",
      ],
      cycles: bytesPerCycle == 1 ? 7..<13 : 1..<7
    ) { bench in
      let known: [(text: String, checksum: UInt32)] = [
        ("123456789", 0xcbf4_3926), ("", 0), ("a", 0xe8b7_be43),
        ("The quick brown fox jumps over the lazy dog", 0x414f_a339),
      ]
      let found = try bench.crc32(
        of: known.map { Array($0.text.utf8) }, bytesPerCycle: bytesPerCycle)
      for (message, checksum) in zip(known, found) {
        try expect(checksum, equals: message.checksum, "the CRC of \"\(message.text)\"")
      }
      return "\(known.count) known checksums"
    }
  }
}

extension Testbench {
  /// The checksums that a `CRC32` computes of messages.
  package func crc32(
    of messages: [[UInt8]], bytesPerCycle: Int, pauses: Pauses = .none
  ) throws -> [UInt32] {
    struct Beat {
      var data: UInt64 = 0
      var keep: UInt64 = 0
      var isLast = false
    }
    var beats: [Beat] = []
    for message in messages {
      // A message of no bytes is one beat that keeps none.
      for start in stride(from: 0, to: max(1, message.count), by: bytesPerCycle) {
        var beat = Beat(isLast: start + bytesPerCycle >= message.count)
        for (lane, byte) in message[start...].prefix(bytesPerCycle).enumerated() {
          beat.data |= UInt64(byte) << UInt64(8 * lane)
          beat.keep |= 1 << UInt64(lane)
        }
        beats.append(beat)
      }
    }
    try reset()
    return try exchange(
      beats, into: "message",
      write: {
        self["message_payload_data"] = $0.data
        self["message_payload_keep"] = $0.keep
        self["message_payload_isLast"] = $0.isLast ? 1 : 0
      }, from: "checksum", count: messages.count,
      read: { UInt32(self["checksum_payload"]) }, pauses: pauses)
  }
}
