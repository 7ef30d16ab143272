import ArgumentParser

/// Compares hardware with its model.
struct CosimCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cosim",
    abstract: "Run hardware and model on the same images and compare them bit for bit.",
    subcommands: [
      CosimDistanceCommand.self, CosimAffinityCommand.self, CosimSearchCommand.self,
      CosimSelectionCommand.self, CosimTopCommand.self,
      CosimEmbeddingCommand.self, CosimSchedulerCommand.self,
    ])
}
