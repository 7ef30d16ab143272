import CSimulationKernels
import HDL

/// A flat design as instructions on an array of 64-bit slots.
///
/// Instructions stand level by level (a level needs only those below it), and within a level by
/// opcode, so that the interpreter decodes once for a whole batch of lanes.
struct Program {
  /// Registers that share reset and enable.
  struct RegisterGroup {
    /// Slot of the enable, or -1.
    var enable: Int32
    /// Copies `next` to `state`, a word each.
    var copies: [(state: Int32, next: Int32)] = []
    /// Copies of neighbouring words.
    var copyRuns: [nms_vector_run] = []
    /// Copies whose source is itself state and must be read before any state changes.
    var hazards: [(state: Int32, next: Int32)] = []
    /// Values after reset, a word each; empty for registers that reset leaves alone.
    var resets: [(state: Int32, value: UInt64)] = []
  }

  struct WritePort {
    var memory: Int
    var address: Int32
    var enable: Int32
    /// First slot of the word written.
    var data: Int32
    /// First slot of the mask, or -1 for whole words.
    var mask: Int32
  }

  struct ReadPort {
    var memory: Int
    var address: Int32
    var enable: Int32
    /// First slot of the word read.
    var data: Int32
    /// The writes at the same edge that show.
    var forwards: Range<Int>
  }

  struct Forward {
    /// Position in `writePorts`.
    var writePort: Int
    /// Slot of whether the write meets the read.
    var match: Int32
  }

  /// A memory, or a table of constants.
  struct MemoryShape {
    var depth: Int
    var wordCount: Int
    var laneWidth: Int
    var laneCount: Int
    /// First word, counted from the first slot.
    var base: Int
  }

  /// One property of one instance.
  struct Property {
    var kind: ModuleGraph.Property.Kind
    var condition: Int32
    /// Slot of the enable, or -1.
    var enable: Int32
    var isSampledInReset: Bool
  }

  var slotCount = 0
  var instructions: [Instruction] = []
  var runs: [nms_vector_run] = []
  var batches: [Batch] = []
  /// Batches from here on are repeated until nothing changes: signals that feed other bits of
  /// themselves.
  var firstCyclicBatch = 0
  var wide: [WideInstruction] = []
  var constants: [(slot: Int32, value: UInt64)] = []
  var registerGroups: [RegisterGroup] = []
  var memories: [MemoryShape] = []
  /// Words of the memories, which stand behind the slots.
  var memoryWordCount = 0
  /// Words of each memory before the first edge; the others are 0.
  var initialWords: [[UInt64]] = []
  var readPorts: [ReadPort] = []
  /// Of all read ports, port after port.
  var forwards: [Forward] = []
  var writePorts: [WritePort] = []
  /// Properties, in the order of the design's.
  var properties: [Property] = []
  /// Black boxes, each instance on its own.
  var boxes: [NativeBlackBox] = []
  /// Outputs that behaviors compute: which box, and the position of the port.
  var boxCalls: [(box: Int, port: Int)] = []
  /// First slot of each flat node; -1 for nodes without a value.
  var slotOf: [Int32] = []
}
