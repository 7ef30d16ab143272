// Speeds beside their yardsticks, measured in the same run. Goals are ratios or short times; a noisy
// machine may miss one, which is printed and is no failure.

import Foundation

do {
  try benchmarkEmission()
  try benchmarkNetworks()
  try await benchmarkSimulators()
  try await benchmarkBuild()
  try await benchmarkCosimulation()
  try benchmarkEmbedding()
} catch {
  FileHandle.standardError.write(Data("nms-bench: \(error)\n".utf8))
  exit(70)
}
