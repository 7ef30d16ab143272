/// A value of a pipeline: it is there a known number of cycles after the input.
///
/// Fields of a bundle are values of the same latency: `beat.data`.
@dynamicMemberLookup
public struct Staged<Value: HardwareData> {
  let pipeline: Pipeline
  let value: Value
  /// Its name in messages.
  let name: String
  /// The stages that it went through, the input first.
  let path: [PathStep]

  /// Cycles from the input of the pipeline to this value, without stalls.
  public var latency: Int { path.last?.latency ?? 0 }

  /// A field of the same latency.
  public subscript<Field: HardwareData>(dynamicMember field: KeyPath<Value, Field>) -> Staged<Field>
  {
    Staged<Field>(pipeline: pipeline, value: value[keyPath: field], name: name, path: path)
  }

  /// What is computed from the value within its stage.
  public func map<Other: HardwareData>(_ transform: (Value) -> Other) -> Staged<Other> {
    Staged<Other>(pipeline: pipeline, value: transform(value), name: name, path: path)
  }
}

/// One stage on the way of a value.
struct PathStep {
  var name: String
  /// Latency of what leaves it.
  var latency: Int
  var location: Int32
}

/// A value of a pipeline, whatever its type.
protocol AnyStaged {
  var pipeline: Pipeline { get }
  var name: String { get }
  var path: [PathStep] { get }
  var latency: Int { get }
  var nodes: [NodeID] { get }
}

extension Staged: AnyStaged {
  var nodes: [NodeID] { Fields.collect(value).map(\.node) }
}

extension AnyStaged {
  /// The way of the value: ``` `a`: load (1) > multiply (2)```.
  var pathText: String {
    let steps = path.map { "\($0.name) (\($0.latency))" }.joined(separator: " > ")
    return "`\(name)`: \(steps)"
  }

  /// A note for every stage on its way.
  var pathNotes: [Diagnostic.Note] {
    path.map { step in
      Diagnostic.Note(
        message: step.latency == 0
          ? "`\(name)` enters pipeline `\(pipeline.name)` here"
          : "`\(name)` goes through stage `\(step.name)` (\(step.latency)) here",
        location: pipeline.builder.graph.locations[step.location])
    }
  }
}
