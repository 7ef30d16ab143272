import Verilog

/// Writes the Verilog around a design that lets another process drive it.
///
/// Commands arrive as bytes on the standard input, replies leave through file descriptor 3, so
/// nothing the design prints can mix with them. A value travels in the form that costs vvp least:
/// towards it as the bytes `$fread` takes (most significant first), back as the words `%z` writes
/// (least significant first, each followed by the word that marks unknown bits). Every settle and
/// every step takes 5 ns, which makes a clock period of 10 ns.
struct IcarusHarness {
  /// First byte of every command.
  enum Command {
    /// Propagate the inputs and reply with all outputs.
    static let settle: UInt8 = 0
    /// One rising clock edge; no reply.
    static let step: UInt8 = 1
    /// Two bytes of index (low first), then the value of that input; no reply.
    static let input: UInt8 = 2
    /// A path of `pathByteCount` bytes, padded with zeros in front; starts the waveform.
    static let openTrace: UInt8 = 3
    /// Goes on with a waveform that was paused.
    static let resumeTrace: UInt8 = 4
    /// Pauses the waveform and writes it out; replies like `settle`.
    static let pauseTrace: UInt8 = 5
    /// Replies with the counters of all covers.
    static let hits: UInt8 = 6
    /// Ends the simulation, as the end of the stream does.
    static let quit: UInt8 = 255
  }

  /// Name of the harness module.
  static let moduleName = "nms_harness"
  /// Longest path of a waveform in bytes.
  static let pathByteCount = 1024
  /// Value of the first word of a reply.
  static let replyMark: UInt32 = 0x534d_4e5f

  /// Ports the testbench writes, with reset as the last.
  static func inputs(of design: VerilogDesign) -> [(name: String, bitWidth: Int)] {
    let ports = design.ports.filter { $0.direction == .input }.map { ($0.name, $0.bitWidth) }
    return ports + (design.reset.map { [($0, 1)] } ?? [])
  }

  /// Ports the testbench reads.
  static func outputs(of design: VerilogDesign) -> [(name: String, bitWidth: Int)] {
    design.ports.filter { $0.direction == .output }.map { ($0.name, $0.bitWidth) }
  }

  /// Words of a value in a reply.
  static func wordCount(_ bitWidth: Int) -> Int { (bitWidth + 31) / 32 }

  /// The text of the harness.
  static func text(for design: VerilogDesign) -> String {
    let inputs = inputs(of: design)
    let outputs = outputs(of: design)
    var declarations = ""
    var connections = design.clock.map { ["    .\($0)(nms_clock)"] } ?? []
    var initial = ""
    var cases = ""
    for (k, port) in inputs.enumerated() {
      declarations += "  reg [\(port.bitWidth - 1):0] nms_in_\(k);\n"
      connections.append("    .\(port.name)(nms_in_\(k))")
      initial += "    nms_in_\(k) = 0;\n"
      cases += "            \(k): nms_count = $fread(nms_in_\(k), nms_commands);\n"
    }
    var parts: [String] = []
    for (k, port) in outputs.enumerated() {
      declarations += "  wire [\(port.bitWidth - 1):0] nms_out_\(k);\n"
      connections.append("    .\(port.name)(nms_out_\(k))")
      let padding = wordCount(port.bitWidth) * 32 - port.bitWidth
      parts.append(padding == 0 ? "nms_out_\(k)" : "\(padding)'d0, nms_out_\(k)")
    }
    let counters = design.coverCounters.reversed().joined(separator: ", ")
    let hits =
      counters.isEmpty
      ? ""
      : """
              \(Command.hits): begin
                $fwrite(nms_replies, "%z", {\(counters)});
                $fflush(nms_replies);
              end

      """
    let reply = (["32'd\(replyMark)"] + parts).reversed().joined(separator: ", ")
    return """
      `timescale 1ns/1ns
      module \(moduleName);
        reg nms_clock;
        reg [\(8 * pathByteCount - 1):0] nms_path;
        integer nms_commands;
        integer nms_replies;
        integer nms_command;
        integer nms_index;
        integer nms_count;
      \(declarations)
        \(design.topModule) \(design.topModule)(
      \(connections.joined(separator: ",\n"))
        );

        task nms_reply;
          begin
            $fwrite(nms_replies, "%z", {\(reply)});
            $fflush(nms_replies);
          end
        endtask

        initial begin
          nms_commands = 32'h8000_0000;
          nms_replies = $fopen("/dev/fd/3", "wb");
          nms_clock = 1'b0;
      \(initial)
          nms_command = 0;
          while (nms_command >= 0) begin
            nms_command = $fgetc(nms_commands);
            case (nms_command)
              \(Command.settle): begin
                nms_clock = 1'b0;
                #5 nms_reply;
              end
              \(Command.step): begin
                if (nms_clock) begin
                  nms_clock = 1'b0;
                  #5;
                end
                nms_clock = 1'b1;
                #5;
              end
              \(Command.input): begin
                nms_index = $fgetc(nms_commands);
                nms_index = nms_index + 256 * $fgetc(nms_commands);
                case (nms_index)
      \(cases)            default: nms_command = -1;
                endcase
              end
              \(Command.openTrace): begin
                nms_count = $fread(nms_path, nms_commands);
                $dumpfile(nms_path);
                $dumpvars(0, \(design.topModule));
              end
              \(Command.resumeTrace): $dumpon;
              \(Command.pauseTrace): begin
                nms_clock = 1'b0;
                #5;
                $dumpoff;
                $dumpflush;
                nms_reply;
              end
      \(hits)        default: nms_command = -1;
            endcase
          end
          $finish(0);
        end
      endmodule

      """
  }
}
