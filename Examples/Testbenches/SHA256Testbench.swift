import ExampleDesigns
import HDL

extension Example {
  static let sha256 = Example(
    name: "sha256",
    design: { () throws(ElaborationError) in try elaborate(SHA256()) },
    ports: [
      "message_valid", "message_ready", "message_payload_isLast", "digest_valid", "digest_ready",
    ],
    cycles: 62..<72
  ) { bench in
    // From the examples of FIPS 180-4.
    let known = [
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ]
    let found = try bench.sha256(of: known.map { Array($0.0.utf8) })
    for ((message, digest), result) in zip(known, found) {
      try expect(result, equals: digest, "the hash of \"\(message)\"")
    }
    return "\(known.count) digests of the standard"
  }
}

extension Testbench {
  /// The hashes that a `SHA256` computes of messages, in hexadecimal.
  package func sha256(of messages: [[UInt8]], pauses: Pauses = .none) throws -> [String] {
    struct Block {
      var bytes: [UInt8]
      var isLast: Bool
    }
    let blocks = messages.flatMap { message in
      // A 1 bit, zeros, and the number of bits in the last eight bytes.
      var padded = message + [0x80]
      padded += [UInt8](repeating: 0, count: (64 + 56 - padded.count % 64) % 64)
      let bitCount = UInt64(message.count) * 8
      padded += stride(from: UInt64(56), through: 0, by: -8).map {
        UInt8(truncatingIfNeeded: bitCount >> $0)
      }
      return stride(from: 0, to: padded.count, by: 64).map {
        Block(bytes: Array(padded[$0..<$0 + 64]), isLast: $0 + 64 == padded.count)
      }
    }
    try reset()
    return try exchange(
      blocks, into: "message",
      write: {
        setBytes(of: "message_payload_data", to: $0.bytes)
        self["message_payload_isLast"] = $0.isLast ? 1 : 0
      }, from: "digest", count: messages.count,
      read: { bytes(of: "digest_payload").map(Self.hexadecimal).joined() }, pauses: pauses)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
