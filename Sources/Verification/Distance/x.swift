import Accelerator
public import Configuration
import HDL
public import Verilog
public func tmpEmit(_ c: SamplerConfiguration) throws -> [VerilogFile] {
  try emitVerilog(elaborate(DistanceUnit(c.distance))).design.files
}
