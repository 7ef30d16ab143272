import HDL

/// Statements under conditions: defaults, nesting, parts, a switch.
struct Accumulator: Module {
  struct Ports {
    let operation: UInt
    let operand: UInt
    let valid: Bit
    let total: UInt
    let flags: Bits
    let next: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      operation: declare.input(.uint(2)), operand: declare.input(.uint(8)),
      valid: declare.input(.bit), total: declare.output(.uint(8)),
      flags: declare.output(.bits(2)), next: declare.output(.uint(8)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let total = module.register("value", .uint(8), reset: 0)
    let flags = module.register("sticky", .bits(2), reset: 0)
    let next = module.wire("result", .uint(8))
    next.assign(total)
    module.switch(ports.operation) {
      $0.case(0) { next.assign(total .&+ ports.operand) }
      $0.case(1) { next.assign(total .&- ports.operand) }
      $0.case(3) { next.assign(module.constant(0, .uint(8))) }
    }
    module.when(ports.valid) {
      total.assign(next)
      module.when(next .== 0) {
        flags.assign(module.constant(1, .bits(1)), to: 0..<1)
      }.elseWhen(next .> 100) {
        flags.assign(module.constant(1, .bits(1)), to: 1..<2)
      }
    }.otherwise {
      module.when(ports.operation .== 3) { flags.assign(module.constant(0, .bits(2))) }
    }
    ports.total.assign(total)
    ports.flags.assign(flags)
    ports.next.assign(next)
  }
}

/// A state machine in each encoding.
struct TrafficLight: Module {
  let encoding: StateEncoding
  let recovers: Bool

  enum Light: CaseIterable { case red, redAmber, green, amber, failed }

  struct Ports {
    let tick: Bit
    let fail: Bit
    let lamps: Bits
    let isGreen: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      tick: declare.input(.bit), fail: declare.input(.bit), lamps: declare.output(.bits(3)),
      isGreen: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let light = module.stateMachine(
      "light", Light.self, initial: .red, encoding: encoding, final: [.failed],
      recovers: recovers)
    let timer = module.register("timer", .uint(3), reset: 0)
    let lamps = module.wire("lampLines", .bits(3))
    lamps.assign(module.constant(0, .bits(3)))
    module.when(ports.tick) { timer.assign(timer .&+ 1) }
    light.when(.red) {
      lamps.assign(module.constant(0b100, .bits(3)))
      module.when(ports.tick .& (timer .== 7)) { light.go(to: .redAmber) }
    }
    light.when(.redAmber) {
      lamps.assign(module.constant(0b110, .bits(3)))
      module.when(ports.tick) {
        light.go(to: .green)
        timer.assign(module.constant(0, .uint(3)))
      }
    }
    light.when(.green) {
      lamps.assign(module.constant(0b001, .bits(3)))
      module.when(ports.fail) {
        light.go(to: .failed)
      }.elseWhen(timer .== 5) {
        light.go(to: .amber)
      }
    }
    light.when(.amber) {
      lamps.assign(module.constant(0b010, .bits(3)))
      module.when(ports.tick) { light.go(to: .red) }
    }
    ports.lamps.assign(lamps)
    ports.isGreen.assign(light.is(.green))
  }
}
