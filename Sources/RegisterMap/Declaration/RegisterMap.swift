import HDL

/// The registers of a block as software sees them: one declaration for the hardware, the C header,
/// SystemRDL and the documentation.
///
/// A map is a value that grows by declarations. Each gives a handle, by which the design that
/// contains the `RegisterBlock` reaches the hardware side of the field:
///
/// ```swift
/// var map = RegisterMap("timer", "Counts clock cycles.")
/// let control = map.register("control", "Starts and stops it.")
/// let enable = map.readWrite("enable", .bit, in: control, "Counts while 1.")
/// ```
///
/// Mistakes do not stop a declaration: `mistakes` has all of them, emitters throw them, and a
/// `RegisterBlock` reports them with the other mistakes of its design.
public struct RegisterMap: Hashable, Sendable {
  /// Name of the map: names the Verilog module and begins every name in C.
  public let name: String
  /// What the block is, in a sentence.
  public let description: String
  /// Width of the bus and of every register in bits, 32 or 64.
  public let dataWidth: Int
  /// The registers, in the order of their declaration.
  public internal(set) var registers: [Register] = []
  /// The address width asked for; `nil` for the smallest.
  let requestedAddressWidth: Int?
  let origin: Origin
  /// Declarations that had no place in the map.
  var refusals: [RegisterMapMistake] = []

  /// A map without registers.
  ///
  /// - Parameters:
  ///   - name: Letters, digits and single underscores, the first a letter.
  ///   - description: What the block is, in a sentence.
  ///   - dataWidth: Width of the bus and of every register in bits, 32 or 64.
  ///   - addressWidth: Width of a byte address in bits, at most 32; `nil` for the smallest that
  ///     reaches every register.
  public init(
    _ name: String, _ description: String = "", dataWidth: Int = 32, addressWidth: Int? = nil,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) {
    self.name = name
    self.description = description
    self.dataWidth = dataWidth
    self.requestedAddressWidth = addressWidth
    self.origin = Origin(fileID, line, column)
  }

  /// Declares a register, or an array of equal ones.
  ///
  /// - Parameters:
  ///   - name: Unique in the map; letters, digits and single underscores, the first a letter.
  ///   - description: What it is for.
  ///   - offset: Byte offset, a multiple of the word; `nil` for the word after the register declared
  ///     before.
  ///   - count: Number of elements of an array; `nil` for a single register.
  ///   - stride: Bytes from one element to the next; `nil` for a word.
  /// - Returns: A handle with which fields are declared.
  @discardableResult
  public mutating func register(
    _ name: String, _ description: String = "", at offset: Int? = nil, count: Int? = nil,
    stride: Int? = nil, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> RegisterHandle {
    registers.append(
      Register(
        name: name, description: description, offset: offset ?? nextOffset, count: count,
        stride: stride ?? bytesPerWord, origin: Origin(fileID, line, column)))
    return RegisterHandle(index: registers.count - 1, name: name)
  }

  /// Bytes of a register.
  public var bytesPerWord: Int { dataWidth == 64 ? 8 : 4 }

  /// Width of a byte address of the bus in bits.
  public var addressWidth: Int { requestedAddressWidth ?? smallestAddressWidth }

  /// Bits that address every word of the map, at least two words.
  var smallestAddressWidth: Int { max(addressBits(span), addressBits(bytesPerWord) + 1) }

  /// Bytes from offset 0 to the end of the last register.
  public var span: Int { (registers.map(\.lastOffset).max() ?? 0) + bytesPerWord }

  private var nextOffset: Int { registers.last.map { $0.lastOffset + bytesPerWord } ?? 0 }

  /// The most elements an array may have.
  public static let mostElements = 4096
  /// The largest offset, that of the last byte of 32 bits of address.
  public static let largestOffset = (1 << 32) - 1
}

/// A register of a map, for declaring fields in it.
public struct RegisterHandle: Hashable, Sendable {
  let index: Int
  let name: String
}
