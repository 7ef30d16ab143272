import Testing

@testable import Cosimulation

@Suite struct SHA256Tests {
  /// Digests of FIPS 180-4's own examples.
  @Test(
    "The examples of the standard give their digests",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func examples(text: String, digest: String) {
    var hash = SHA256()
    hash.update(text)
    #expect(hash.hexDigest() == digest)
  }

  @Test("The digest does not depend on how the bytes are cut", arguments: 1..<130)
  func pieces(length: Int) {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) }
    var whole = SHA256()
    bytes.withUnsafeBytes { whole.update($0) }
    var cut = SHA256()
    for start in stride(from: 0, to: bytes.count, by: length) {
      bytes[start..<min(start + length, bytes.count)].withUnsafeBytes { cut.update($0) }
    }
    #expect(cut.hexDigest() == whole.hexDigest())
  }

  @Test("Parts of a key do not run together")
  func keyParts() {
    var first = CacheKey("kind")
    first.add("a", ["bc", "d"])
    var second = CacheKey("kind")
    second.add("a", ["b", "cd"])
    #expect(first.digest != second.digest)
    #expect(first.digest.count == 64)
  }
}
