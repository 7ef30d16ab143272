import HDL

/// A one-place buffer with properties of every kind, and what only they read: past values, a
/// constant that a proof may choose, a log and a checker.
struct Watched: Module {
  /// Whether it has its properties.
  var hasProperties = true

  var moduleName: String { "Watched" }

  struct Ports {
    let write: Bit
    let data: Bits
    let read: Bit
    let isFull: Bit
    let word: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      write: declare.input(.bit), data: declare.input(.bits(8)), read: declare.input(.bit),
      isFull: declare.output(.bit), word: declare.output(.bits(8)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let full = module.register("full", .bit, reset: 0)
    let takes = (ports.write .& .!full).named("takes")
    let word = module.register("storage", .bits(8), enable: takes)
    word.assign(ports.data)
    full.assign(takes .| (full .& .!ports.read))
    ports.isFull.assign(full)
    ports.word.assign(word)
    guard hasProperties else { return }

    module.assume(
      "writerWaits", .!(ports.write .& full), #"100 % "full" \o/ é"#)
    module.cover("readWhileFull", ports.read .& full)
    module.cover("idleInReset", .!ports.write, when: .!ports.read, duringReset: true)

    let last = module.past(word)
    let wasFull = module.past(full, cycles: 2)
    module.assert(
      "staysUntilRead", last.value .== word,
      when: last.isValid .& full .& wasFull.value .& wasFull.isValid)

    let tag = module.anyConstant("tag", .bits(8))
    let holdsTag = module.register("holdsTag", .bit, reset: 0)
    holdsTag.assign(mux(takes, ports.data .== tag, holdsTag))
    module.assert("keepsTag", word .== tag, when: full .& holdsTag)

    let log = module.memory("log", .bits(8), depth: 4)
    let position = module.register("position", .uint(2), reset: 0, enable: takes)
    position.assign(position .&+ 1)
    log.write(address: position, data: ports.data, enable: takes)
    let logged = log.read(address: position, enable: takes)
    let sum = logged.asUInt .+ word.asUInt
    module.cover("loggedSum", sum[0..<4] .== 9, when: full)
  }
}
