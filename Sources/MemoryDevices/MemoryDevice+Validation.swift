extension MemoryDevice {
  /// Checks the figures against each other.
  ///
  /// - Throws: `MemorySystemError` that names the fields and their values.
  public func validate() throws { try validate(path: name, lines: [:]) }

  /// Whether its currents are known, without which an energy would be nothing but a wrong 0.
  public var hasCurrents: Bool { !rails.isEmpty }

  /// The device itself, for sums of energy.
  ///
  /// - Throws: `MemorySystemError` without currents.
  public func withCurrents() throws -> MemoryDevice {
    guard hasCurrents else {
      throw MemorySystemError(
        "\(name) has no currents, so it has no energy; choose a device whose file has rails")
    }
    return self
  }

  func validate(path: String, lines: [String: Int]) throws {
    func demand(_ condition: Bool, _ field: String, _ reason: @autoclosure () -> String) throws {
      guard condition else {
        throw MemorySystemError(path: path, line: lines[field], reason())
      }
    }
    for (field, value) in [
      ("organization.banks", organization.banks),
      ("organization.bankGroups", organization.bankGroups),
      ("organization.columns", organization.columns),
      ("timing.burstLength", timing.burstLength),
    ] {
      try demand(
        value & (value - 1) == 0, field, "\(field) is \(value), expected a power of two")
    }
    try demand(
      organization.bankGroups <= organization.banks, "organization.bankGroups",
      "organization.bankGroups is \(organization.bankGroups), more than the \(organization.banks) banks"
    )
    try demand(
      timing.burstLength <= organization.columns, "timing.burstLength",
      "timing.burstLength is \(timing.burstLength), more than the \(organization.columns) columns of a row"
    )
    try demand(
      timing.burstLength.isMultiple(of: timing.dataRate), "timing.burstLength",
      "timing.burstLength is \(timing.burstLength), no whole number of clocks at "
        + "\(timing.dataRate) transfers a clock")
    try demand(
      (organization.width * organization.devices * timing.burstLength).isMultiple(of: 8),
      "organization.width",
      "organization.width is \(organization.width) bits, no whole number of bytes a burst")
    for (low, high, lowName, highName) in [
      (timing.tRCD, timing.tRAS, "tRCD", "tRAS"), (timing.tRAS, timing.tRC, "tRAS", "tRC"),
      (timing.tCCD_S, timing.tCCD_L, "tCCD_S", "tCCD_L"),
      (timing.tRRD_S, timing.tRRD_L, "tRRD_S", "tRRD_L"),
      (timing.tWTR_S, timing.tWTR_L, "tWTR_S", "tWTR_L"),
      (timing.tRP, timing.tRPab, "tRP", "tRPab"),
    ] {
      try demand(
        low <= high, "timing.\(highName)",
        "timing.\(highName) is \(high) clocks, less than timing.\(lowName), which is \(low)")
    }
    // A refresh, the drain before it and the activate after it must fit, or nothing else ever runs.
    let busy = timing.tRFC + refreshDrain + timing.tRCD
    try demand(
      timing.tREFI > 2 * busy, "timing.tREFI",
      "timing.tREFI is \(timing.tREFI) clocks, expected more than \(2 * busy), twice what a refresh and "
        + "the drain before it take")
    if timing.refreshesBanks {
      for (name, value) in [("tpbR2pbR", timing.tpbR2pbR), ("tpbR2act", timing.tpbR2act)] {
        try demand(
          value > 0, "timing.tRFCpb",
          "timing.tRFCpb is \(timing.tRFCpb) clocks and timing.\(name) is 0; give both, or leave out "
            + "tRFCpb if the memory refreshes all banks only")
      }
      try demand(
        timing.tRFCpb <= timing.tRFC, "timing.tRFCpb",
        "timing.tRFCpb is \(timing.tRFCpb) clocks, more than timing.tRFC, which is \(timing.tRFC)")
    }
    for rail in rails {
      if timing.refreshesBanks {
        try demand(
          rail.IDD5PB >= rail.IDD3N, "rail \(rail.name)",
          "\(rail.name).IDD5PB is \(rail.IDD5PB) µA, less than IDD3N, which would make an energy "
            + "negative; give it, as timing.tRFCpb is not 0")
      }
      for (name, value, least, leastName) in [
        ("IDD0", rail.IDD0, max(rail.IDD3N, rail.IDD2N), "IDD2N and IDD3N"),
        ("IDD4R", rail.IDD4R, rail.IDD3N, "IDD3N"), ("IDD4W", rail.IDD4W, rail.IDD3N, "IDD3N"),
        ("IDD5", rail.IDD5, rail.IDD3N, "IDD3N"),
      ] {
        try demand(
          value >= least, "\(rail.name).\(name)",
          "\(rail.name).\(name) is \(value) µA, less than \(leastName), which would make an energy negative"
        )
      }
    }
  }

  /// The longest time from the last command to a refresh: until every bank may be precharged, the
  /// precharge of all, and the clock in which each of the two is sent; or until the refresh of a bank
  /// is over.
  package var refreshDrain: Int {
    let precharge = max(timing.tRAS, timing.tRTP, timing.writeDataEnd + timing.tWR)
    return max(precharge + timing.tRPab, timing.tRFCpb) + 2
  }
}
