extension [UInt8] {
  /// Appends an image whose channels lie pixel by pixel, channel by channel.
  ///
  /// - Precondition: `interleaved` has `shape.byteCount` bytes.
  mutating func append(planarFrom interleaved: ArraySlice<UInt8>, shape: ImageShape) {
    precondition(interleaved.count == shape.byteCount)
    if shape.channels == 1 {
      append(contentsOf: interleaved)
      return
    }
    for channel in 0..<shape.channels {
      let first = interleaved.startIndex + channel
      for position in stride(from: first, to: interleaved.endIndex, by: shape.channels) {
        append(interleaved[position])
      }
    }
  }
}
