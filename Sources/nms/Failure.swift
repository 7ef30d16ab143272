import ArgumentParser
import Configuration
import Cosimulation
import DESNE
import Datasets
import Foundation
import HDL
import MemoryDevices
import MemorySystem
import Networks
import Selection
import Simulation
import Verilog

/// Runs a command's work and turns what it throws into one sentence and an exit code.
///
/// - Throws: `ExitCode`, after the sentence went to standard error.
func reportingFailures(_ work: () async throws -> Void) async throws {
  do {
    try await work()
  } catch let code as ExitCode {
    throw code
  } catch {
    let (message, code) = describe(error)
    FileHandle.standardError.write(Data("nms: \(message)\n".utf8))
    throw ExitCode(code)
  }
}

private func describe(_ error: any Error) -> (message: String, code: Int32) {
  switch error {
  case let error as DatasetError: return ("\(error)", 65)
  case let error as MemorySystemError: return ("\(error)", 65)
  case let error as ConfigurationError: return ("\(error)", 65)
  case let error as SelectionError: return ("\(error)", 65)
  case let error as DESNEError: return ("\(error)", 65)
  case let error as TrainingError: return ("\(error)", 65)
  case let error as VerilogFileError: return ("\(error)", 65)
  case let error as CosimulationError:
    switch error.kind {
    case .missingTool: return ("\(error)", 69)
    case .badData: return ("\(error)", 65)
    case .internal: return ("\(error)", 70)
    }
  case let error as SimulationError: return ("\(error)", 70)
  case let error as ElaborationError: return ("the design is wrong:\n\(error)", 70)
  default: return ("internal fault: \(error)", 70)
  }
}
