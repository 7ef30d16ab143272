import Testing

@Suite("nms")
struct UsageTests {
  @Test("tells its version")
  func version() throws {
    let outcome = try NMS()("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output == "0.1.0\n")
    #expect(outcome.errors == "")
  }

  @Test("tells its subcommands and exit codes", arguments: [["--help"], [], ["help"]])
  func help(arguments: [String]) throws {
    let outcome = try NMS().run(arguments)
    #expect(outcome.status == 0)
    for name in [
      "sample", "evaluate", "accuracy", "generate", "cosim", "trace", "energy", "doctor",
      "--version",
      "Exit codes: 0 success",
    ] {
      #expect(outcome.output.contains(name), "\(name)")
    }
    #expect(outcome.errors == "")
  }

  @Test(
    "tells the options of a subcommand",
    arguments: [
      (["generate"], ["--preset", "--config", "--unit", "--device", "--output", "--json"]),
      (
        ["energy"],
        ["--far", "--near", "--keep", "--epochs", "--clock", "--counts", "--output", "--json"]
      ),
      (["trace"], ["write", "check", "replay"]),
      (["trace", "write"], ["--device", "--pattern", "--cycles", "--seed", "--output"]),
      (["trace", "replay"], ["--device", "--limit", "--json"]),
      (
        ["area"],
        ["--preset", "--config", "--unit", "--block", "--device", "--stages", "--json"]
      ),
      (["mutate"], ["--preset", "--config", "--strategy", "--mutants", "--seed", "--json"]),
      (
        ["cosim", "affinity"],
        [
          "--dataset", "--split", "--class", "--count", "--engine", "--strategy", "--seed",
          "--no-stalls", "--random-runs", "--waves", "--json",
        ]
      ),
      (
        ["cosim", "embedding"],
        [
          "--dataset", "--split", "--class", "--count", "--iterations", "--lanes", "--engine",
          "--seed", "--no-stalls", "--random-runs", "--waves", "--json",
        ]
      ),
      (["cosim"], ["distance", "scheduler"]),
      (
        ["cosim", "scheduler"],
        [
          "--device", "--cycles", "--traffic", "--engine", "--seed", "--junit", "--waves", "--json",
        ]
      ),
      (
        ["cosim", "distance"],
        [
          "--dataset", "--split", "--count", "--engine", "--queries", "--lanes", "--chunk-beats",
          "--seed", "--no-stalls", "--random-runs", "--waves", "--fault", "--json",
        ]
      ),
      (
        ["accuracy"],
        [
          "--preset", "--config", "--dataset", "--split", "--class", "--count", "--seeds",
          "--sweeps", "--threads", "--output",
        ]
      ),
      (
        ["evaluate"],
        [
          "--dataset", "--ratios", "--methods", "--learners", "--seeds", "--updates",
          "--iterations", "--threads", "--output", "--json",
        ]
      ),
      (["doctor"], ["--json"]),
    ])
  func subcommandHelp(command: [String], options: [String]) throws {
    let outcome = try NMS().run(command + ["--help"])
    #expect(outcome.status == 0)
    for option in options { #expect(outcome.output.contains(option), "\(option)") }
  }

  @Test("answers wrong usage with one sentence and exit code 64")
  func misuse() throws {
    let nms = try NMS()
    try nms.expectMisuse("Unexpected argument 'simulate'", "simulate")
    try nms.expectMisuse("Unknown option '--verbose'", "doctor", "--verbose")
    try nms.expectMisuse("Missing expected argument '--output <output>'", "generate")
    try nms.expectMisuse(
      "--output is empty; name a folder, . for this one", "generate", "--output", "")
    try nms.expectMisuse(
      "there is no preset 'huge'; choose one of small, edge, large", "generate", "--output", "out",
      "--preset", "huge")
    try nms.expectMisuse(
      "--config and --preset exclude each other; a file can name its preset with `preset: small`",
      "generate", "--output", "out", "--preset", "small", "--config", "a.yaml")
    #expect(try nms.folder.contents().isEmpty)
  }

  @Test("answers wrong usage of the comparison with one sentence and exit code 64")
  func cosimMisuse() throws {
    let nms = try NMS()
    try nms.expectMisuse("--count is 0; choose 1 to 8192", "cosim", "distance", "--count", "0")
    try nms.expectMisuse(
      "--count is 8193; choose 1 to 8192", "cosim", "distance", "--count", "8193")
    try nms.expectMisuse(
      "--random-runs is -1; choose 0 to 1000", "cosim", "distance", "--random-runs=-1")
    try nms.expectMisuse(
      "The value 'many' is invalid for '--count <count>'", "cosim", "distance", "--count", "many")
    try nms.expectMisuse(
      "The value 'vcs' is invalid for '--engine <engine>'. Please provide one of 'native', "
        + "'verilator' or 'icarus'.", "cosim", "distance", "--engine", "vcs")
    try nms.expectMisuse(
      "The value 'none' is invalid for '--fault <fault>'. Please provide one of 'tail-mask', "
        + "'swapped-query' or 'dropped-carry'.", "cosim", "distance", "--fault", "none")
    try nms.expectMisuse(
      "there is no preset 'huge'; choose one of small, edge, large", "cosim", "distance",
      "--preset", "huge")
  }
}
