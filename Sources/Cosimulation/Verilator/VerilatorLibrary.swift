import Foundation

/// The C interface of a loaded model library.
///
/// The library stays loaded to the end of the process: models of newer Verilator versions cannot
/// be unloaded, and a library's name is never used for other contents.
struct VerilatorLibrary {
  typealias Handle = UnsafeMutableRawPointer
  typealias Action = @convention(c) (Handle) -> Int32
  typealias Command = @convention(c) (Handle) -> Void
  typealias TextQuery = @convention(c) (Handle) -> UnsafePointer<CChar>?

  /// One row of the port table, as the C side lays it out.
  struct Port {
    var name: UnsafePointer<CChar>?
    var bitWidth: UInt32
    var isInput: UInt32
    var bytes: UnsafeMutableRawPointer?
    var byteCount: UInt64
  }

  var create: @convention(c) (Int32, Int32) -> Handle?
  var delete: Command
  var settle: Action
  var step: Action
  var run: @convention(c) (Handle, UInt64) -> Int32
  var ports: @convention(c) (Handle, UnsafeMutableRawPointer?, UInt64) -> UInt64
  var hits: @convention(c) (Handle, UnsafeMutableRawPointer?, UInt64) -> UInt64
  var reset: @convention(c) (Handle) -> UnsafeMutablePointer<UInt8>?
  var cycles: @convention(c) (Handle) -> UnsafeMutablePointer<UInt64>
  var message: TextQuery
  var printed: TextQuery
  var clearPrinted: Command
  var openTrace: @convention(c) (Handle, UnsafePointer<CChar>) -> Int32
  var closeTrace: Command
  var stateSize: @convention(c) (Handle) -> UInt64
  var saveState: @convention(c) (Handle, UnsafeMutableRawPointer) -> Void
  var loadState: @convention(c) (Handle, UnsafeRawPointer) -> Void

  /// Loads the library at `path`.
  init(path: String) throws(CosimulationError) {
    // Local symbols: with global ones a second model would run on the first one's functions.
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw CosimulationError(
        .internal, "the model library `\(path)` cannot be loaded; remove it to have it built again",
        details: dlerror().map { String(cString: $0) } ?? "")
    }
    func symbol<Function>(_ name: String) throws(CosimulationError) -> Function {
      guard let address = dlsym(library, "nms_" + name) else {
        throw CosimulationError(
          .internal,
          "the model library `\(path)` has no function nms_\(name); "
            + "remove it to have it built again")
      }
      return unsafeBitCast(address, to: Function.self)
    }
    let interface: @convention(c) () -> UInt32 = try symbol("interface")
    guard interface() == VerilatorShim.interfaceVersion else {
      throw CosimulationError(
        .internal,
        "the model library `\(path)` is of another version of this package; "
          + "remove it to have it built again")
    }
    create = try symbol("new")
    delete = try symbol("delete")
    settle = try symbol("settle")
    step = try symbol("step")
    run = try symbol("run")
    ports = try symbol("ports")
    hits = try symbol("hits")
    reset = try symbol("reset")
    cycles = try symbol("cycles")
    message = try symbol("message")
    printed = try symbol("printed")
    clearPrinted = try symbol("clear_printed")
    openTrace = try symbol("trace_open")
    closeTrace = try symbol("trace_close")
    stateSize = try symbol("state_size")
    saveState = try symbol("state_save")
    loadState = try symbol("state_load")
  }
}
