import Accelerator
import Configuration
import Foundation
import Simulation
import Verification
import HDL

let args = CommandLine.arguments
let lanes = Int(args[1])!, n = Int(args[2])!, d = Int(args[3])!
let stalls = args.count > 4
do {
  var c = try SamplerConfiguration.preset("small").distance
  c.lanes = lanes
  var r = Xorshift64(seed: 1)
  let images = (0..<n * d).map { _ in UInt8(truncatingIfNeeded: r.next() >> 20) }
  let tb = DistanceTestbench(configuration: c, images: images, bytesPerImage: d, stimulus: .init(seed: 7, hasStalls: stalls))
  let clock = ContinuousClock()
  var design: Design?
  print("elaborate", try clock.measure { design = try elaborate(DistanceUnit(c)) })
  var sim: NativeSimulator?
  print("native", clock.measure { sim = NativeSimulator(design!) })
  var report: DistanceReport?
  let t = try clock.measure { report = try tb.run(on: sim!) }
  print(report!, t, Double(report!.cycles) / (Double(t.components.attoseconds) * 1e-18 + Double(t.components.seconds)))
} catch { print(error) }
