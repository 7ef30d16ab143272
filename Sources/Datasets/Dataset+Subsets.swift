extension Dataset {
  /// The classes that occur, in ascending order; empty without labels.
  public var classes: [Int] {
    guard let labels else { return [] }
    var occurs = [Bool](repeating: false, count: 256)
    for label in labels { occurs[Int(label)] = true }
    return occurs.indices.filter { occurs[$0] }
  }

  /// Positions of the images of one class, in ascending order.
  ///
  /// - Throws: `DatasetError` without labels or if no image is of the class.
  public func indices(ofClass label: Int) throws(DatasetError) -> [Int] {
    guard let labels else { throw .unlabelled(path: name, label: label) }
    let indices = labels.indices.filter { Int(labels[$0]) == label }
    guard !indices.isEmpty else {
      throw .absentClass(path: name, label: label, classes: classes)
    }
    return indices
  }

  /// The images of one class, in their order; labels and class names stay.
  ///
  /// - Throws: `DatasetError` without labels or if no image is of the class.
  public func subset(class label: Int) throws(DatasetError) -> Dataset {
    try subset(indices: indices(ofClass: label))
  }

  /// The images at the given positions, in the given order.
  ///
  /// - Throws: `DatasetError` if there is no position.
  /// - Precondition: Every position is in `0..<count`.
  public func subset(indices: [Int]) throws(DatasetError) -> Dataset {
    var chosen: [UInt8] = []
    chosen.reserveCapacity(indices.count * shape.byteCount)
    for index in indices { chosen.append(contentsOf: self[index]) }
    return try Dataset(
      name: name, shape: shape, pixels: chosen,
      labels: labels.map { labels in indices.map { labels[$0] } }, classNames: classNames)
  }

  /// The first `maximumCount` images, or all if there are fewer.
  ///
  /// - Precondition: `maximumCount` is positive.
  public func prefix(_ maximumCount: Int) -> Dataset {
    precondition(maximumCount > 0, "a dataset has at least one image")
    if maximumCount >= count { return self }
    return Dataset(
      prefixOf: self, pixels: Array(pixels.prefix(maximumCount * shape.byteCount)),
      labels: labels.map { Array($0.prefix(maximumCount)) })
  }
}
