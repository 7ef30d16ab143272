import Cosimulation
import Foundation
import RegisterMap
import TestSupport
import Testing

/// What is written of a map for software and for readers.
@Suite("Emitters of register maps")
struct EmitterTests {
  @Test(
    "write what is kept in Golden; UPDATE_GOLDEN=1 rewrites it and fails",
    arguments: [Sample.timer, Sample.everything])
  func golden(sample: Sample) throws {
    try expectGolden("\(sample.name).h", sample.map.cHeader())
    try expectGolden("\(sample.name).rdl", sample.map.systemRDL())
    try expectGolden("\(sample.name).md", sample.map.markdown())
  }

  @Test("refuse a map with mistakes, with all of them")
  func refusal() {
    var map = RegisterMap("2nd", dataWidth: 16)
    map.register("empty", at: 2)
    for emit in [RegisterMap.cHeader, RegisterMap.systemRDL, RegisterMap.markdown] {
      let error = #expect(throws: RegisterMapError.self) { try emit(map)() }
      #expect(error?.mistakes.count == 4)
    }
  }

  /// A language of the header, and what its compiler is told.
  static let languages = [
    ["-x", "c", "-std=c99", "-pedantic"], ["-x", "c", "-std=c11"],
    ["-x", "c++", "-std=c++11", "-pedantic"],
  ]

  @Test("give a header that compiles without a warning", arguments: languages, Sample.all)
  func compiles(language: [String], sample: Sample) throws {
    let folder = try TemporaryFolder()
    try folder.write("registers.h", sample.map.cHeader())
    try folder.write(
      "main.c", "#include \"registers.h\"\n#include \"registers.h\"\nint main(void) { return 0; }\n"
    )
    let outcome = try Command.run(
      try compiler(language) + ["-fsyntax-only", "main.c"], in: folder.url)
    #expect(outcome.status == 0 && outcome.text.isEmpty, "\(outcome.text)")
  }

  /// The numbers stand here once more, as a driver's author would count them.
  private static let program = """
    #include <stdio.h>
    #include "everything.h"
    #include "wide.h"
    static int failures;
    static void check(const char *what, uint64_t found, uint64_t expected) {
      if (found == expected) return;
      printf("%s is %llx\\n", what, (unsigned long long)found);
      failures++;
    }
    #define CHECK(what, expected) check(#what, what, expected)
    int main(void) {
      CHECK(EVERYTHING_PLAIN_OFFSET, 0);
      CHECK(EVERYTHING_PLAIN_RESET, 0x87654321);
      CHECK(EVERYTHING_MIXED_OFFSET, 8);
      CHECK(EVERYTHING_MIXED_FLAG_MASK, 1);
      CHECK(EVERYTHING_MIXED_OFFSET_SHIFT, 1);
      CHECK(EVERYTHING_MIXED_OFFSET_MASK, 0x7e);
      CHECK(EVERYTHING_MIXED_OFFSET_LOWEST, 32);
      CHECK(EVERYTHING_MIXED_ACROSS_MASK, 0xfff << 10);
      CHECK(EVERYTHING_MIXED_LEVEL_WIDTH, 5);
      CHECK(EVERYTHING_MIXED_RESET, 1 | 61 << 1 | 0xabc << 10);
      CHECK(EVERYTHING_CHANNEL_COUNT, 3);
      CHECK(EVERYTHING_CHANNEL_OFFSET(0), 0x20);
      CHECK(EVERYTHING_CHANNEL_OFFSET(1 + 1), 0x30);
      CHECK(EVERYTHING_VERSION_OFFSET, 0x3c);
      CHECK(everything_mixed_across_get(0x002af07b), 0xabc);
      CHECK(everything_mixed_across_set(0xffffffff, 0x1123), 0xffc48fff);
      CHECK(everything_mixed_command_set(0, 5), 0xa0000000);
      CHECK(WIDE_SECOND_OFFSET, 8);
      CHECK(WIDE_FIRST_RESET, 0xfffffffffffffffe);
      CHECK(WIDE_SECOND_LOW_MASK, 0x1ffffffff);
      CHECK(WIDE_SECOND_HIGH_SHIFT, 33);
      CHECK(wide_second_high_get(0x8000000000000000), 1u << 30);
      CHECK(wide_second_high_set(0x123456789, 0x7fffffff), 0xffffffff23456789);
      return failures;
    }
    """

  @Test("give a header with the right numbers", arguments: languages)
  func numbers(language: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write("everything.h", Sample.everything.map.cHeader())
    try folder.write("wide.h", Sample.wide.map.cHeader())
    try folder.write("main.c", Self.program)
    let build = try Command.run(
      try compiler(language).filter { $0 != "-pedantic" } + ["main.c", "-o", "main"],
      in: folder.url)
    try #require(build.status == 0, "\(build.text)")
    let run = try Command.run([folder.path("main")])
    #expect(run.status == 0, "\(run.text)")
  }

  private func compiler(_ language: [String]) throws -> [String] {
    [try Toolchain().require(.cxx), "-Wall", "-Wextra", "-Werror"] + language
  }

  /// Prints every register and field as the compiler understands them.
  private static let reader = """
    import sys
    from systemrdl import RDLCompiler
    compiler = RDLCompiler()
    compiler.compile_file(sys.argv[1])
    for register in compiler.elaborate().top.registers(unroll=True):
      print(register.get_path(), register.absolute_address, register.get_property("regwidth"))
      for field in register.fields():
        effects = [field.get_property(name) for name in ("onread", "onwrite")]
        print(field.inst_name, field.low, field.width, field.get_property("sw").name,
          field.get_property("reset"), *[effect.name for effect in effects if effect])
        for value in field.get_property("encode") or []: print(value.name, value.value)
    """

  @Test("give SystemRDL that a compiler of others understands", arguments: Sample.all)
  func systemRDL(sample: Sample) throws {
    let tool = Tool.systemRDL
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let folder = try TemporaryFolder()
    try folder.write("map.rdl", sample.map.systemRDL())
    let outcome = try Command.run(["python3", "-c", Self.reader, "map.rdl"], in: folder.url)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(
      outcome.output.split(separator: "\n").map(String.init).sorted()
        == Self.lines(of: sample.map).sorted())
  }

  private static func lines(of map: RegisterMap) -> [String] {
    var lines: [String] = []
    for register in map.registers {
      for element in 0..<(register.count ?? 1) {
        // `channel` has others between its elements.
        let isAlone = register.stride == map.dataWidth / 8
        let suffix = register.count == nil ? "" : isAlone ? "[\(element)]" : "_\(element)"
        lines.append(
          "\(map.name).\(register.name)\(suffix) \(register.offset + element * register.stride) "
            + "\(map.dataWidth)")
        for field in register.fields {
          let access: String
          switch field.access {
          case .readWrite: access = "rw \(field.reset)"
          case .readOnly: access = "r None"
          case .constant, .counter(_, clear: .never): access = "r \(field.reset)"
          case .sticky: access = "rw 0 woclr"
          case .pulse: access = "w 0"
          case .counter(_, clear: .onRead): access = "r 0 rclr"
          case .counter(_, clear: .onWrite): access = "rw 0 wclr"
          }
          lines.append("\(field.name) \(field.low) \(field.width) \(access)")
          let mask = (1 << field.width) - 1
          lines += field.values.map { "\($0.name) \($0.value & mask)" }
        }
      }
    }
    return lines
  }
}
