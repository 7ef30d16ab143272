public import HDL

extension UInt {
  /// The number in Gray code, in which successive numbers differ in one bit. Combinational: an
  /// exclusive or for each bit but the highest.
  public func grayEncoded(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bits {
    if bitWidth == 1 { return asBits }
    return (self .^ (self .>> 1).extended(to: bitWidth, fileID: fileID, line: line, column: column))
      .asBits
  }
}

extension Bits {
  /// The number behind a Gray code.
  ///
  /// Combinational: bit n is the parity of bits n and above, made in log2(width) levels. Area: about
  /// log2(width) / 2 exclusive ors a bit.
  public func grayDecoded(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> UInt {
    var value = asUInt
    var distance = 1
    while distance < bitWidth {
      value =
        value
        .^ (value .>> distance).extended(to: bitWidth, fileID: fileID, line: line, column: column)
      distance *= 2
    }
    return value
  }
}
