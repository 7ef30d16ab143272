import HDL
import Testing

@Suite("What elaboration leaves behind")
struct LifetimeTests {
  /// Notices when the description of a module is gone.
  private final class Witness {
    weak var builder: ModuleBuilder?
  }

  @Test("nothing keeps the description of a module with a pipeline")
  func pipeline() throws {
    let witness = Witness()
    let sketch = Sketch(
      "Delay",
      ports: { declare in (a: declare.input(.uint(4)), y: declare.output(.uint(4))) },
      body: { module, ports in
        witness.builder = module
        #expect(witness.builder != nil)
        let pipe = module.pipeline("delay")
        let kept = pipe.stage("keep", pipe.input(ports.a)) { $0 }
        ports.y.assign(pipe.output(kept))
      })
    let design = try elaborate(sketch)
    #expect(design.modules.count == 1)
    #expect(witness.builder == nil)
  }
}
