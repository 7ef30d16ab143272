import HDL
import RegisterMap

// The example of the article, word for word between the marks; a test compares them.

// example: declaration
struct TimerRegisters {
  enum Mode: Int, CaseIterable {
    case once, periodic
  }

  let map: RegisterMap
  let enable: FieldHandle<Bit>
  let mode: FieldHandle<HDL.UInt>
  let restart: FieldHandle<Bit>
  let cycles: FieldHandle<HDL.UInt>
  let count: FieldHandle<HDL.UInt>
  let expired: FieldHandle<StickyField<Bit>>
  let misses: FieldHandle<CounterField>

  init() {
    var map = RegisterMap("timer", "Counts clock cycles and raises an interrupt.")
    let control = map.register("control", "Starts and stops the timer.")
    enable = map.readWrite("enable", .bit, in: control, "Counts while 1.")
    mode = map.readWrite(
      "mode", .uint(2), in: control, at: 4, reset: 1, values: FieldValue.cases(of: Mode.self),
      "What happens at the end.")
    restart = map.pulse("restart", .bit, in: control, at: 8, "Counts from 0 again.")
    let limit = map.register("limit")
    cycles = map.readWrite("cycles", .uint(20), in: limit, reset: 1000, "Cycles to the end.")
    let status = map.register("status", "How far it is.", at: 0x10)
    count = map.readOnly("count", .uint(20), in: status, "Cycles so far.")
    expired = map.sticky("expired", .bit, in: status, at: 31, "The end was reached.")
    let missed = map.register("missed")
    misses = map.counter(
      "misses", width: 8, .saturates, clear: .onRead, in: missed,
      "Ends reached while `expired` was 1.")
    let version = map.register("version", at: 0x3c)
    map.constant("number", width: 16, value: 0x0102, in: version)
    self.map = map
  }
}
// end

// example: use
struct Timer: Module {
  struct Ports {
    let axi: AXI4LitePorts
    let irq: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      axi: declare.target(AXI4LiteInterface(addressWidth: 6)), irq: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let timer = TimerRegisters()
    let registers = module.instance(RegisterBlock(timer.map), named: "registers")
    module.connect(ports.axi, to: registers.bus)

    let count = module.register("count", .uint(20), reset: 0)
    let expired = registers[timer.expired]
    let isLast = (registers[timer.enable] .& (count .>= registers[timer.cycles])).named("isLast")
    let isPeriodic = registers[timer.mode] .== TimerRegisters.Mode.periodic.rawValue
    module.when(registers[timer.restart] .| (isLast .& isPeriodic)) {
      count.assign(module.constant(0, .uint(20)))
    }.elseWhen(registers[timer.enable] .& .!isLast) {
      count.assign(count .&+ 1)
    }
    registers[timer.count].assign(count)
    expired.set.assign(isLast)
    registers[timer.misses].increment.assign(isLast .& expired.value)
    registers[timer.misses].count.ignore()
    ports.irq.assign(expired.value)
  }
}
// end
