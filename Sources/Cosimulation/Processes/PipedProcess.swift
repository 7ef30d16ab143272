import Foundation

/// A child process that takes commands on its standard input and replies on file descriptor 3.
///
/// What it prints goes to an anonymous file, so it can print any amount without anyone reading.
/// Written against the system calls because a simulation step is synchronous and must not pay for
/// a thread switch.
final class PipedProcess {
  /// Number of the process, for tests that end it from outside.
  let process: pid_t
  private let commands: Int32
  private let replies: Int32
  private let printed: Int32
  /// Held while descriptors are made and handed over: one that reached another child as well would
  /// keep its stream open after the end of this process.
  private static let starting = NSLock()
  private var isReaped = false
  /// Exit code or signal in words, once the process has ended.
  private(set) var status = ""

  /// Starts the program at `path`.
  init(path: String, arguments: [String]) throws(CosimulationError) {
    Self.starting.lock()
    defer { Self.starting.unlock() }
    let file = Self.anonymousFile()
    let socket = Self.makeSocket()
    let pipe = Self.makePipe()
    guard file >= 0, let commandEnds = socket, let replyEnds = pipe else {
      let reason = String(cString: strerror(errno))
      for end in [file] + (socket ?? []) + (pipe ?? []) where end >= 0 { close(end) }
      throw CosimulationError(.internal, "no connection to `\(path)` can be made: \(reason)")
    }
    let child = Self.spawn(
      path, arguments, descriptors: [commandEnds[1], file, file, replyEnds[1]])
    close(commandEnds[1])
    close(replyEnds[1])
    guard let child else {
      for descriptor in [commandEnds[0], replyEnds[0], file] { close(descriptor) }
      throw CosimulationError(
        .internal, "`\(path)` could not be started; check that it is an executable for this machine"
      )
    }
    process = child
    commands = commandEnds[0]
    replies = replyEnds[0]
    printed = file
  }

  deinit {
    finish()
    close(replies)
    close(printed)
  }

  /// Sends all bytes; `false` when the process no longer listens.
  func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    var sent = 0
    while sent < bytes.count {
      let count = Foundation.send(
        commands, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, flags)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  /// Fills `bytes` with a reply; `false` when the process ended before.
  func receive(_ bytes: UnsafeMutableRawBufferPointer) -> Bool {
    var received = 0
    while received < bytes.count {
      let count = read(
        replies, bytes.baseAddress.map { $0 + received }, bytes.count - received)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return false }
      received += count
    }
    return true
  }

  /// Closes the command stream and waits for the end of the process, which leaves no zombie.
  func finish() {
    guard !isReaped else { return }
    isReaped = true
    close(commands)
    var code: Int32 = 0
    while waitpid(process, &code, 0) < 0 && errno == EINTR {}
    let signal = code & 0x7f
    status = signal == 0 ? "exit code \((code >> 8) & 0xff)" : "signal \(signal)"
  }

  /// What the process printed from byte `offset` on, to its standard output and error.
  func printedText(from offset: Int = 0) -> String {
    let end = lseek(printed, 0, SEEK_END)
    let count = Int(end) - offset
    guard count > 0 else { return "" }
    var bytes = [UInt8](repeating: 0, count: count)
    let read = pread(printed, &bytes, count, off_t(offset))
    return String(decoding: bytes.prefix(max(0, read)), as: UTF8.self)
  }

  /// Two ends of a socket for the commands. Writing to a process that died is then an error code;
  /// with a pipe it would be a signal that ends this process too.
  ///
  private static func makeSocket() -> [Int32]? {
    var ends: [Int32] = [-1, -1]
    #if canImport(Darwin)
      guard socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0 else { return nil }
      var on: Int32 = 1
      setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #else
      guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { return nil }
    #endif
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  private static func makePipe() -> [Int32]? {
    var ends: [Int32] = [-1, -1]
    guard Foundation.pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  /// A file without a name, opened for appending.
  private static func anonymousFile() -> Int32 {
    var template = Array((NSTemporaryDirectory() + "/nms-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return descriptor }
    unlink(template)
    _ = fcntl(descriptor, F_SETFL, O_APPEND)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  /// Starts a process whose descriptors 0, 1, ... are the given ones.
  private static func spawn(
    _ path: String, _ arguments: [String], descriptors: [Int32]
  ) -> pid_t? {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Through numbers above all of ours, so that no copy overwrites a source that is still needed.
    let spare = max(10, (descriptors.max() ?? 0) + 1)
    for (k, descriptor) in descriptors.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, spare + Int32(k))
    }
    for k in descriptors.indices {
      posix_spawn_file_actions_adddup2(&actions, spare + Int32(k), Int32(k))
      posix_spawn_file_actions_addclose(&actions, spare + Int32(k))
    }
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    var process: pid_t = 0
    return posix_spawn(&process, path, &actions, nil, words, environ) == 0 ? process : nil
  }
}
