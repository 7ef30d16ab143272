import Configuration
import Foundation
import Verification
import HDL

do {
  for f in try tmpEmit(.preset(CommandLine.arguments[1])) {
    try f.text.write(toFile: CommandLine.arguments[2] + "/" + f.name, atomically: true, encoding: .utf8)
  }
} catch { print(error) }
