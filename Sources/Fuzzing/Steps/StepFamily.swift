/// A kind of step as the generator sees it.
struct StepFamily: Sendable {
  /// How often it is chosen, in relation to the others.
  let weight: Int
  /// A random step on the values there are; `nil` where none fits.
  let make: @Sendable (inout Generator) -> (any Step)?

  /// All kinds.
  static let all = [
    StepFamily(weight: 60, make: OperatorStep.random),
    StepFamily(weight: 6, make: SliceStep.random),
    StepFamily(weight: 6, make: ConcatenationStep.random),
    StepFamily(weight: 4, make: ConstantStep.random),
    StepFamily(weight: 4, make: WireStep.random),
    StepFamily(weight: 14, make: RegisterStep.random),
    StepFamily(weight: 4, make: MemoryStep.random),
    StepFamily(weight: 3, make: TableStep.random),
    StepFamily(weight: 6, make: ConditionalStep.random),
    StepFamily(weight: 3, make: StateMachineStep.random),
    StepFamily(weight: 7, make: FixedStep.random),
    StepFamily(weight: 4, make: InstanceStep.random),
    StepFamily(weight: 2, make: StreamStep.random),
  ]
}
