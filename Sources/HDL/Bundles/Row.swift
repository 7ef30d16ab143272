/// A fixed number of equal elements: the payload of a wide stream, the lanes of a datapath.
public struct Row<Element: HardwareData>: Bundle {
  /// The elements, at least one.
  public let elements: [Element]

  /// A row of elements of one layout.
  ///
  /// - Precondition: there is at least one.
  public init(_ elements: [Element]) { self.elements = elements }

  /// What such a row is declared with.
  public var layout: RowLayout<Element.DataLayout> {
    RowLayout(elements[0].layout, count: elements.count)
  }

  /// The element at a place.
  public subscript(index: Int) -> Element { elements[index] }
}

extension Row: CustomReflectable {
  /// The elements without a name between the row's and theirs: `lanes_0`.
  public var customMirror: Mirror { Mirror(self, unlabeledChildren: elements) }
}

/// Declares a row; its elements are named `lanes_0`, `lanes_1`, …
public struct RowLayout<Element: Layout>: Layout where Element.Value: HardwareData {
  /// What an element is declared with.
  public let element: Element
  /// Number of elements, at least 1.
  public let count: Int

  /// A row of `count` elements; of 1 where fewer are asked for, as there is no hardware of no bits.
  public init(_ element: Element, count: Int) {
    self.element = element
    self.count = max(1, count)
  }

  /// Declares the elements, the first first.
  public func make(_ field: FieldDeclarer) -> Row<Element.Value> {
    Row((0..<count).map { _ in field(of: element) })
  }

  /// `4xbits8`.
  public var layoutName: String { "\(count)x\(element.layoutName)" }
}

/// Two values side by side: what a join of two streams carries.
public struct Pair<First: HardwareData, Second: HardwareData>: Bundle {
  /// The first.
  public let first: First
  /// The second.
  public let second: Second

  /// A pair of two values.
  public init(first: First, second: Second) {
    self.first = first
    self.second = second
  }

  /// What such a pair is declared with.
  public var layout: PairLayout<First.DataLayout, Second.DataLayout> {
    PairLayout(first.layout, second.layout)
  }
}

/// Declares a pair.
public struct PairLayout<First: Layout, Second: Layout>: Layout
where First.Value: HardwareData, Second.Value: HardwareData {
  /// What the first is declared with.
  public let first: First
  /// What the second is declared with.
  public let second: Second

  /// The layout of a pair.
  public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// Declares the first, then the second.
  public func make(_ field: FieldDeclarer) -> Pair<First.Value, Second.Value> {
    Pair(first: field(of: first), second: field(of: second))
  }

  /// `bits8_and_bit`.
  public var layoutName: String { "\(first.layoutName)_and_\(second.layoutName)" }
}
