if !CommandLine.arguments.contains("--native") { try benchmarkEmission() }
try await benchmarkSimulators()
