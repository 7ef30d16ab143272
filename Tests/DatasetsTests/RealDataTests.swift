import Datasets
import Testing

/// Sums below were taken from the files by another program.
@Suite("Real images", .enabled(if: RealData.isExpected, "needs real images; set NMS_DATA"))
struct RealDataTests {
  @Test(
    "Fashion-MNIST: counts, classes and the sum of all bytes",
    arguments: [(DatasetSplit.train, 10_000, 573_133_949), (.test, 2_000, 114_072_606)])
  func fashion(split: DatasetSplit, count: Int, sum: Int) throws {
    try #require(RealData.isReadable, "\(RealData.absence)")
    let dataset = try Dataset.open(RealData.folder + "/fashion-mnist", split: split)
    #expect(dataset.shape == ImageShape(height: 28, width: 28))
    #expect(dataset.count == count)
    #expect(dataset.pixels.reduce(0) { $0 + Int($1) } == sum)
    #expect(dataset.name == "fashion-mnist/\(split.rawValue)")
    #expect(dataset.classNames?.last == "Ankle boot")
    for label in 0...9 { #expect(try dataset.subset(class: label).count == count / 10) }
  }

  @Test("CIFAR-10: counts, classes and the sum of all bytes")
  func cifar() throws {
    try #require(RealData.isReadable, "\(RealData.absence)")
    let train = try Dataset.open(RealData.folder + "/cifar-10")
    #expect(train.count == 5_000)
    #expect(train.pixels.reduce(0) { $0 + Int($1) } == 1_849_123_137)
    for label in 0...9 { #expect(try train.subset(class: label).count == 500) }
    let test = try Dataset.open(RealData.folder + "/cifar-10", split: .test)
    #expect(test.count == 1_000)
    #expect(test[0].prefix(3) == [141, 159, 168])
    #expect(test[0].reduce(0) { $0 + Int($1) } == 475_641)
  }
}
