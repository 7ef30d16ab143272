/// Identifiers that some tool in the flow gives a meaning of its own.
enum ReservedNames {
  /// What a name means elsewhere, or `nil` if it is free.
  static func meaning(of name: String) -> String? {
    meanings[name]
  }

  /// What a word means that only a port must not have as its name, or `nil` if it is free.
  static func meaning(ofPort name: String) -> String? {
    cPlusPlusCommon.contains(name)
      ? "a common word in C++, which simulators that translate to C++ warn of" : nil
  }

  /// Whether a name that Verilog of others declares is free of Verilog's and SystemVerilog's words.
  static func isLegalInVerilog(_ name: String) -> Bool {
    !verilog.contains(name) && !systemVerilog.contains(name)
  }

  /// Every name with its meaning; a word of several languages has that of the first.
  private static let meanings: [String: String] = {
    var meanings = [
      "clock": "the implicit clock port", "reset": "the implicit reset port",
    ]
    for (list, meaning) in [
      (verilog, "a Verilog keyword"), (systemVerilog, "a SystemVerilog keyword"),
      (cPlusPlus, "a C++ keyword, which simulators that translate to C++ warn of"),
      (standardClasses, "a class of SystemVerilog's standard package"),
    ] {
      for word in list where meanings[word] == nil { meanings[word] = meaning }
    }
    return meanings
  }()

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// IEEE 1364-2005, annex B.
  private static let verilog = words(
    """
    always and assign automatic begin buf bufif0 bufif1 case casex casez cell cmos config deassign
    default defparam design disable edge else end endcase endconfig endfunction endgenerate
    endmodule endprimitive endspecify endtable endtask event for force forever fork function
    generate genvar highz0 highz1 if ifnone incdir include initial inout input instance integer
    join large liblist library localparam macromodule medium module nand negedge nmos nor
    noshowcancelled not notif0 notif1 or output parameter pmos posedge primitive pull0 pull1
    pulldown pullup pulsestyle_onevent pulsestyle_ondetect rcmos real realtime reg release repeat
    rnmos rpmos rtran rtranif0 rtranif1 scalared showcancelled signed small specify specparam
    strong0 strong1 supply0 supply1 table task time tran tranif0 tranif1 tri tri0 tri1 triand
    trior trireg unsigned use uwire vectored wait wand weak0 weak1 while wire wor xnor xor
    """)

  /// IEEE 1800-2017, annex B, without the words of Verilog.
  private static let systemVerilog = words(
    """
    accept_on alias always_comb always_ff always_latch assert assume before bind bins binsof bit
    break byte chandle checker class clocking const constraint context continue cover covergroup
    coverpoint cross dist do endchecker endclass endclocking endgroup endinterface endpackage
    endprogram endproperty endsequence enum eventually expect export extends extern final
    first_match foreach forkjoin global iff ignore_bins illegal_bins implements implies import
    inside int interconnect interface intersect join_any join_none let local logic longint matches
    modport nettype new nexttime null package packed priority program property protected pure rand
    randc randcase randsequence ref reject_on restrict return s_always s_eventually s_nexttime
    s_until s_until_with sequence shortint shortreal soft solve static string strong struct super
    sync_accept_on sync_reject_on tagged this throughout timeprecision timeunit type typedef union
    unique unique0 until until_with untyped var virtual void wait_order weak wildcard with within
    """)

  /// Words that cannot name a member of a generated C++ class.
  private static let cPlusPlus = words(
    """
    alignas alignof and_eq asm auto bitand bitor bool catch char char8_t char16_t char32_t
    co_await co_return co_yield compl concept const_cast consteval constexpr constinit decltype delete double dynamic_cast explicit false float friend goto
    inline long mutable namespace noexcept not_eq nullptr operator or_eq override private public
    register reinterpret_cast requires short signed sizeof static_assert static_cast switch
    template thread_local throw true try typeid typename using volatile wchar_t xor_eq
    """)

  /// IEEE 1800-2017, annex G: Verilator takes them for types wherever they stand.
  private static let standardClasses = words("mailbox process semaphore std")

  /// What Verilator 5.006 warns of in ports (SYMRSVDWORD) beside the keywords, found by trying every
  /// word in it.
  private static let cPlusPlusCommon = Set(
    words(
      """
      abort atomic_cancel atomic_commit atomic_noexcept bit_vector cdecl complex const_iterator deque
      far huge interrupt near pascal sc_clock sc_in sc_inout sc_out sc_signal sensitive
      sensitive_neg sensitive_pos synchronized type_info uint16_t uint32_t uint8_t
      """))
}
