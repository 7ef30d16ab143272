internal import HDL

/// What the banks are ready for, one bit a bank.
struct BankReadiness: Bundle {
  let canActivate: Bits
  let canRead: Bits
  let canWrite: Bits
  let canPrecharge: Bits

  var layout: BankReadinessLayout { BankReadinessLayout(banks: canActivate.bitWidth) }
}

/// Declares a `BankReadiness`.
struct BankReadinessLayout: Layout {
  let banks: Int

  func make(_ field: FieldDeclarer) -> BankReadiness {
    BankReadiness(
      canActivate: field(.bits(banks)), canRead: field(.bits(banks)), canWrite: field(.bits(banks)),
      canPrecharge: field(.bits(banks)))
  }
}

/// The oldest requests for which something can be sent.
struct CommandCandidates: Bundle {
  /// One that can be read or written.
  let canAccess: Bit
  let accessIsWrite: Bit
  let accessBank: UInt
  let accessRow: UInt
  /// One whose row can be opened.
  let canOpen: Bit
  let openBank: UInt
  let openRow: UInt
  /// One for which another row can be closed.
  let canClose: Bit
  let closeBank: UInt
  /// Banks that some request wants.
  let wantedBanks: Bits
  /// The oldest request goes before everything else.
  let isUrgent: Bit

  var layout: CommandCandidatesLayout {
    CommandCandidatesLayout(
      banks: wantedBanks.bitWidth, bankBits: accessBank.bitWidth, rowBits: accessRow.bitWidth)
  }
}

/// Declares `CommandCandidates`.
struct CommandCandidatesLayout: Layout {
  let banks: Int
  let bankBits: Int
  let rowBits: Int

  func make(_ field: FieldDeclarer) -> CommandCandidates {
    let (bank, row) = (Shape<UInt>.uint(bankBits), Shape<UInt>.uint(rowBits))
    return CommandCandidates(
      canAccess: field(.bit), accessIsWrite: field(.bit), accessBank: field(bank),
      accessRow: field(row), canOpen: field(.bit), openBank: field(bank), openRow: field(row),
      canClose: field(.bit), closeBank: field(bank), wantedBanks: field(.bits(banks)),
      isUrgent: field(.bit))
  }
}

extension SchedulerShapes {
  var candidates: CommandCandidatesLayout {
    CommandCandidatesLayout(banks: banks, bankBits: request.bankBits, rowBits: request.rowBits)
  }
}
