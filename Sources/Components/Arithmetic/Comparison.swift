public import HDL

/// The smaller of two numbers, in the wider one's width. Combinational: a comparison and a
/// multiplexer.
public func minimum(
  _ first: UInt, _ second: UInt, fileID: StaticString = #fileID, line: UInt32 = #line,
  column: UInt32 = #column
) -> UInt {
  let (a, b) = matched(first, second, fileID, line, column)
  return mux(b .< a, b, a, fileID: fileID, line: line, column: column)
}

/// The smaller of two signed numbers, in the wider one's width.
public func minimum(
  _ first: SInt, _ second: SInt, fileID: StaticString = #fileID, line: UInt32 = #line,
  column: UInt32 = #column
) -> SInt {
  let (a, b) = matched(first, second, fileID, line, column)
  return mux(b .< a, b, a, fileID: fileID, line: line, column: column)
}

/// The larger of two numbers, in the wider one's width. Combinational: a comparison and a
/// multiplexer.
public func maximum(
  _ first: UInt, _ second: UInt, fileID: StaticString = #fileID, line: UInt32 = #line,
  column: UInt32 = #column
) -> UInt {
  let (a, b) = matched(first, second, fileID, line, column)
  return mux(a .< b, b, a, fileID: fileID, line: line, column: column)
}

/// The larger of two signed numbers, in the wider one's width.
public func maximum(
  _ first: SInt, _ second: SInt, fileID: StaticString = #fileID, line: UInt32 = #line,
  column: UInt32 = #column
) -> SInt {
  let (a, b) = matched(first, second, fileID, line, column)
  return mux(a .< b, b, a, fileID: fileID, line: line, column: column)
}

/// The distance between two numbers, in the wider one's width. Combinational: a subtraction, a
/// negation and a multiplexer.
public func absoluteDifference(
  _ first: UInt, _ second: UInt, fileID: StaticString = #fileID, line: UInt32 = #line,
  column: UInt32 = #column
) -> UInt {
  let width = max(first.bitWidth, second.bitWidth)
  return (first .- second).magnitude(fileID: fileID, line: line, column: column)
    .truncated(to: width, fileID: fileID, line: line, column: column)
}

/// The distance between two signed numbers, in the wider one's width.
public func absoluteDifference(
  _ first: SInt, _ second: SInt, fileID: StaticString = #fileID, line: UInt32 = #line,
  column: UInt32 = #column
) -> UInt {
  let width = max(first.bitWidth, second.bitWidth)
  return (first .- second).magnitude(fileID: fileID, line: line, column: column)
    .truncated(to: width, fileID: fileID, line: line, column: column)
}

/// Both values in the wider one's width.
private func matched<Value: HardwareInteger>(
  _ first: Value, _ second: Value, _ fileID: StaticString, _ line: UInt32, _ column: UInt32
) -> (Value, Value) {
  let width = max(first.bitWidth, second.bitWidth)
  return (
    first.extended(to: width, fileID: fileID, line: line, column: column),
    second.extended(to: width, fileID: fileID, line: line, column: column)
  )
}
