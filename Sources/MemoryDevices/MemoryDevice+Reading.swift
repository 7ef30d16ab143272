internal import Foundation

extension MemoryDevice {
  /// Reads a device from the text of a JSON file.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - path: What messages call the file.
  /// - Throws: `MemorySystemError` that names the line, and the field with its value and range.
  public init(parsing bytes: [UInt8], path: String) throws {
    let document = try LocatedJSON(parsing: bytes, path: path)
    var reader = Reader(path: path)
    self = try reader.device(document)
    try validate(path: path, lines: reader.lines)
  }

  /// A built-in device by its name, or one from a file of the user's own.
  ///
  /// - Throws: `MemorySystemError` if there is neither such a device nor such a file, and as
  ///   `init(parsing:path:)` does.
  public static func named(_ nameOrPath: String) throws -> MemoryDevice {
    if let bytes = builtInFile(nameOrPath) {
      return try MemoryDevice(parsing: bytes, path: nameOrPath)
    }
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: nameOrPath, isDirectory: &isFolder) else {
      throw MemorySystemError(
        "there is no memory device or file '\(nameOrPath)'; choose "
          + builtInNames.joined(separator: ", ") + " or the path of a JSON file")
    }
    guard !isFolder.boolValue, let data = FileManager.default.contents(atPath: nameOrPath) else {
      throw MemorySystemError(
        path: nameOrPath, "cannot be read; choose a readable file of a memory device")
    }
    guard data.count <= 1 << 20 else {
      throw MemorySystemError(
        path: nameOrPath,
        "has \(data.count) bytes, more than the 1048576 of any device; check the path")
    }
    return try MemoryDevice(parsing: [UInt8](data), path: nameOrPath)
  }

  /// Names of the built-in devices.
  public static let builtInNames = [
    "ddr4-2400", "hbm2-2000", "lpddr4-3200", "lpddr5-6400", "wide-io-200",
  ]

  /// The text of a built-in device's file; nil for a name that is none.
  public static func builtInFile(_ name: String) -> [UInt8]? {
    switch name {
    case "ddr4-2400": PackageResources.ddr4_2400_json
    case "hbm2-2000": PackageResources.hbm2_2000_json
    case "lpddr4-3200": PackageResources.lpddr4_3200_json
    case "lpddr5-6400": PackageResources.lpddr5_6400_json
    case "wide-io-200": PackageResources.wide_io_200_json
    default: nil
    }
  }
}

/// Turns the values of a file into a device, remembering the line of each.
private struct Reader {
  let path: String
  var lines: [String: Int] = [:]
  private var sources: [(key: String, text: String)] = []
  private var origins: [MemoryDevice.Origin] = []

  init(path: String) { self.path = path }

  private typealias Members = [LocatedJSON.Member]

  mutating func device(_ document: LocatedJSON) throws -> MemoryDevice {
    let top = try members(of: document, named: "the file")
    try refuseUnknown(
      top, allowed: ["name", "summary", "origins"] + MemoryDeviceField.sections + ["rails"],
      in: "the file")
    var device = MemoryDevice(
      name: try string(required("name", in: top, of: document, section: "the file"), "name"),
      summary: try top.first { $0.key == "summary" }.map { try string($0.value, "summary") } ?? "")
    if device.name.isEmpty {
      throw failure(document.line, "name is empty; give the device a name")
    }
    for member in try members(
      of: required("origins", in: top, of: document, section: "the file"), named: "origins")
    {
      let text = try string(member.value, "origins.\(member.key)")
      if text.isEmpty {
        throw failure(
          member.line, "origins.\(member.key) is empty; tell where the numbers come from")
      }
      sources.append((member.key, text))
    }
    for section in MemoryDeviceField.sections {
      let value = try required(section, in: top, of: document, section: "the file")
      let fields = MemoryDeviceField.all.filter { $0.section == section }
      let entries = try members(of: value, named: section)
      try refuseUnknown(entries, allowed: fields.map(\.name), in: section)
      for field in fields {
        if field.isOptional, !entries.contains(where: { $0.key == field.name }) { continue }
        let entry = try required(field.name, in: entries, of: value, section: section)
        device[keyPath: field.path] = try number(
          entry, field.fullName, unit: field.unit, range: field.range)
      }
    }
    let rails = try required("rails", in: top, of: document, section: "the file")
    guard case .array(let list) = rails.value, list.count <= 4 else {
      throw failure(rails.line, "rails is \(rails.kind), expected a list of at most 4 supply rails")
    }
    device.rails = try list.map { try rail($0) }
    device.origins = origins
    return device
  }

  private mutating func rail(_ value: LocatedJSON) throws -> SupplyRail {
    let entries = try members(of: value, named: "a rail")
    try refuseUnknown(entries, allowed: ["name"] + SupplyRailField.all.map(\.name), in: "a rail")
    var rail = SupplyRail()
    rail.name = try string(
      required("name", in: entries, of: value, section: "a rail"), "the name of a rail")
    for field in SupplyRailField.all {
      if field.isOptional, !entries.contains(where: { $0.key == field.name }) { continue }
      let entry = try required(field.name, in: entries, of: value, section: "rail \(rail.name)")
      rail[keyPath: field.path] = try number(
        entry, "\(rail.name).\(field.name)", unit: field.name == "millivolts" ? "mV" : "µA",
        range: field.range)
    }
    lines["rail \(rail.name)"] = value.line
    return rail
  }

  private mutating func number(
    _ value: LocatedJSON, _ name: String, unit: String, range: ClosedRange<Int>
  ) throws -> Int {
    let entries = try members(of: value, named: name)
    try refuseUnknown(entries, allowed: ["value", "origin"], in: name)
    let figure = try required("value", in: entries, of: value, section: name)
    guard case .integer(let number) = figure.value else {
      throw failure(figure.line, "\(name) is \(figure.kind), expected a whole number of \(unit)")
    }
    guard range.contains(number) else {
      throw failure(
        figure.line,
        "\(name) is \(number) \(unit), outside of \(range.lowerBound) to \(range.upperBound)")
    }
    let origin = try required("origin", in: entries, of: value, section: name)
    let key = try string(origin, "the origin of \(name)")
    guard let source = sources.first(where: { $0.key == key }) else {
      throw failure(
        origin.line,
        "\(name) has the origin \(MemorySystemError.quoted(key.utf8)), which origins does not list; "
          + "add it there")
    }
    origins.append(.init(field: name, source: source.text))
    lines[name] = figure.line
    return number
  }

  private func members(of value: LocatedJSON, named name: String) throws -> Members {
    guard case .object(let members) = value.value else {
      throw failure(value.line, "\(name) is \(value.kind), expected an object in braces")
    }
    return members
  }

  private func string(_ value: LocatedJSON, _ name: String) throws -> String {
    guard case .string(let text) = value.value else {
      throw failure(value.line, "\(name) is \(value.kind), expected a text in quotes")
    }
    return text
  }

  private func required(
    _ key: String, in members: Members, of value: LocatedJSON, section: String
  ) throws -> LocatedJSON {
    guard let member = members.first(where: { $0.key == key }) else {
      throw failure(value.line, "\(section) has no \(key); add it")
    }
    return member.value
  }

  private func refuseUnknown(_ members: Members, allowed: [String], in section: String) throws {
    for member in members where !allowed.contains(member.key) {
      throw failure(
        member.line,
        "\(section) has no key \(MemorySystemError.quoted(member.key.utf8)); it may have "
          + allowed.joined(separator: ", "))
    }
  }

  private func failure(_ line: Int, _ reason: String) -> MemorySystemError {
    MemorySystemError(path: path, line: line, reason)
  }
}
