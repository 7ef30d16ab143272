// Streams of one value, so that a shape can be written with a leading dot: `declare.sink(.bits(8))`.

extension PortDeclarer {
  /// A stream of single values that this module writes.
  public func source<Value: HardwareValue & HardwareData>(
    _ payload: Shape<Value>, isMonitored: Bool = true
  ) -> Stream<Value> {
    initiator(StreamInterface(payload, isMonitored: isMonitored))
  }

  /// A stream of single values that this module reads.
  public func sink<Value: HardwareValue & HardwareData>(
    _ payload: Shape<Value>, isMonitored: Bool = true
  ) -> Stream<Value> {
    target(StreamInterface(payload, isMonitored: isMonitored))
  }
}
