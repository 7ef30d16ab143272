extension Exemplars {
  /// One line an exemplar: its position in the dataset, its class if there are labels, its weight.
  public func csv(labels: [UInt8]?) -> String {
    var text = "index,label,weight\n"
    for (place, index) in indices.enumerated() {
      let label = labels.map { "\($0[index])" } ?? ""
      text += "\(index),\(label),\(weights?[place] ?? 1)\n"
    }
    return text
  }

  /// The positions as a NumPy array of 64-bit integers, version 1.0 of the format.
  public var npy: [UInt8] {
    var header = "{'descr': '<i8', 'fortran_order': False, 'shape': (\(indices.count),), }"
    // Ten bytes stand before the header, which ends with a newline at a multiple of 64.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    var bytes: [UInt8] = [0x93] + "NUMPY".utf8 + [1, 0]
    bytes += [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)] + header.utf8
    for index in indices {
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: index >> (8 * $0)) }
    }
    return bytes
  }
}
