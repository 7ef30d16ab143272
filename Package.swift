// swift-tools-version: 6.1

import PackageDescription

/// Warnings are errors in our own targets only, so a newer compiler never breaks a dependency.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .unsafeFlags(["-warnings-as-errors"]),
]

/// Kernels (simulator, models, testbenches) are optimised in debug builds too, or tests crawl.
/// Exclusivity of class properties is checked at compile time only: the run-time check of every
/// access costs a third of a simulated cycle.
let kernel =
  strict + [
    .unsafeFlags(["-O"], .when(configuration: .debug)),
    .unsafeFlags(["-enforce-exclusivity=unchecked"]),
  ]

let package = Package(
  name: "near-memory-sampling",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "nms", targets: ["nms"]),
    .library(
      name: "HDL",
      targets: [
        "HDL", "Components", "RegisterMap", "Verilog", "Simulation", "Cosimulation", "Formal",
        "Fuzzing",
      ]),
    .library(name: "Sampling", targets: ["Selection", "DESNE", "Networks", "Configuration"]),
    .library(name: "MemorySystem", targets: ["MemorySystem", "MemoryDevices"]),
    .library(name: "Datasets", targets: ["Datasets"]),
    .library(name: "FixedPoint", targets: ["FixedPoint"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
  ],
  targets: [
    // The list reads like the house: a target may import only what stands below it.
    .executableTarget(
      name: "nms",
      dependencies: [
        "Reports", "Verification", "Accelerator", "Cosimulation", "Simulation", "Verilog",
        "RegisterMap", "HDL", "Selection", "Networks", "DESNE", "MemorySystem", "MemoryDevices",
        "Datasets", "Configuration",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "Selection", "Networks", "DESNE", "MemorySystem", "MemoryDevices", "Datasets",
        "Configuration",
      ],
      swiftSettings: strict),
    .target(
      name: "Verification",
      dependencies: [
        "Accelerator", "Cosimulation", "Simulation", "Verilog", "HDL", "Selection", "DESNE",
        "MemorySystem", "MemoryDevices", "Datasets", "Configuration",
      ],
      swiftSettings: kernel),
    .target(
      name: "Accelerator",
      dependencies: [
        "RegisterMap", "Components", "HDL", "MemoryDevices", "Configuration", "FixedPoint",
      ],
      swiftSettings: strict),
    .target(
      name: "Fuzzing",
      dependencies: ["Cosimulation", "Simulation", "Verilog", "HDL", "FixedPoint"],
      swiftSettings: kernel),
    .target(
      name: "Formal", dependencies: ["Cosimulation", "Simulation", "Verilog", "HDL"],
      swiftSettings: strict),
    .target(
      name: "Cosimulation",
      dependencies: [
        "Simulation", "Verilog", "HDL", .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: kernel),
    .target(
      name: "Simulation", dependencies: ["HDL", "CSimulationKernels"], swiftSettings: kernel),
    .target(name: "Verilog", dependencies: ["HDL"], swiftSettings: kernel),
    .target(name: "RegisterMap", dependencies: ["Components", "HDL"], swiftSettings: strict),
    .target(name: "Components", dependencies: ["HDL", "FixedPoint"], swiftSettings: kernel),
    .target(name: "HDL", dependencies: ["FixedPoint"], swiftSettings: kernel),
    .target(
      name: "Selection",
      dependencies: ["Networks", "DESNE", "Datasets", "Configuration", "FixedPoint"],
      swiftSettings: kernel),
    .target(
      name: "Networks", dependencies: ["DESNE", "Datasets", "CNetworkKernels"],
      swiftSettings: kernel),
    .target(
      name: "DESNE", dependencies: ["Configuration", "FixedPoint", "CDESNEKernels"],
      swiftSettings: kernel),
    .target(
      name: "MemorySystem", dependencies: ["MemoryDevices", "Configuration", "FixedPoint"],
      resources: [.embedInCode("Resources/sampler-commands.json")], swiftSettings: kernel),
    .target(
      name: "MemoryDevices",
      resources: [
        .embedInCode("Resources/ddr4-2400.json"), .embedInCode("Resources/hbm2-2000.json"),
        .embedInCode("Resources/lpddr4-3200.json"), .embedInCode("Resources/lpddr5-6400.json"),
        .embedInCode("Resources/wide-io-200.json"),
      ], swiftSettings: kernel),
    .target(
      name: "Datasets", dependencies: ["CZlib", "CPNG"],
      resources: [.copy("Resources/optical-digits")], swiftSettings: kernel),
    .target(
      name: "Configuration",
      dependencies: ["FixedPoint", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .target(name: "FixedPoint", swiftSettings: kernel),
    .executableTarget(
      name: "nms-bench",
      dependencies: [
        "Verification", "Accelerator", "Cosimulation", "Simulation", "Verilog", "HDL", "Selection",
        "Networks", "DESNE", "Datasets", "Configuration",
      ],
      path: "Benchmarks", exclude: ["Harness"], swiftSettings: kernel),
    .executableTarget(
      name: "example-counter", dependencies: ["Verilog", "Simulation", "HDL"],
      path: "Examples/Counter", swiftSettings: strict),
    .target(
      name: "ExampleDesigns", dependencies: ["Components", "HDL"], path: "Examples/Designs",
      swiftSettings: strict),
    .target(
      name: "ExampleTestbenches",
      dependencies: ["ExampleDesigns", "Cosimulation", "Simulation", "Verilog", "HDL"],
      path: "Examples/Testbenches", swiftSettings: kernel),
    .executableTarget(
      name: "example-designs", dependencies: ["ExampleTestbenches"], path: "Examples/Runner",
      swiftSettings: strict),
    .executableTarget(
      name: "hdl-fuzz",
      dependencies: [
        "Fuzzing", "Cosimulation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Fuzzer", swiftSettings: strict),
    .target(name: "CSimulationKernels", cSettings: [.unsafeFlags(["-O2"])]),
    .target(name: "CDESNEKernels", cSettings: [.unsafeFlags(["-O3"])]),
    .target(name: "CNetworkKernels", cSettings: [.unsafeFlags(["-O3"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPNG", providers: [.apt(["libpng-dev"])]),

    .testTarget(name: "HouseTests", swiftSettings: strict),
    .testTarget(name: "FixedPointTests", dependencies: ["FixedPoint"], swiftSettings: kernel),
    .testTarget(
      name: "MemorySystemTests",
      dependencies: ["MemorySystem", "MemoryDevices", "DESNE", "Configuration"],
      swiftSettings: kernel),
    .testTarget(
      name: "MemoryDevicesTests", dependencies: ["MemoryDevices"], swiftSettings: kernel),
    .testTarget(name: "DatasetsTests", dependencies: ["Datasets"], swiftSettings: strict),
    .testTarget(
      name: "ComponentsTests",
      dependencies: [
        "TestSupport", "Components", "Formal", "Cosimulation", "Simulation", "Verilog", "HDL",
        "FixedPoint",
      ], exclude: ["Golden"], swiftSettings: kernel),
    .testTarget(
      name: "RegisterMapTests",
      dependencies: [
        "TestSupport", "RegisterMap", "Formal", "Components", "Cosimulation", "Simulation",
        "Verilog", "HDL",
      ], exclude: ["Golden"], swiftSettings: kernel),
    .testTarget(
      name: "FormalTests",
      dependencies: ["TestSupport", "Formal", "Cosimulation", "Simulation", "Verilog", "HDL"],
      exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "FuzzingTests",
      dependencies: [
        "TestSupport", "Fuzzing", "Cosimulation", "Simulation", "Verilog", "HDL", "FixedPoint",
      ], swiftSettings: kernel),
    .testTarget(
      name: "ExampleTests",
      dependencies: [
        "TestSupport", "ExampleTestbenches", "ExampleDesigns", "Components", "Cosimulation",
        "Simulation", "Verilog", "HDL", "CZlib",
      ], swiftSettings: kernel),
    .testTarget(
      name: "HDLTests", dependencies: ["HDL", "FixedPoint"], exclude: ["WrongCode"],
      swiftSettings: strict),
    .testTarget(
      name: "VerilogTests",
      dependencies: ["TestSupport", "Verilog", "Simulation", "HDL", "FixedPoint"],
      exclude: ["Golden"],
      swiftSettings: kernel),
    .testTarget(
      name: "SimulationTests", dependencies: ["Simulation", "HDL"], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "CosimulationTests",
      dependencies: ["TestSupport", "Cosimulation", "Simulation", "Verilog", "HDL"],
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["Verilog"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "ConfigurationTests", dependencies: ["Configuration", "FixedPoint"],
      swiftSettings: strict),
    .testTarget(
      name: "DESNETests", dependencies: ["DESNE", "Datasets", "Configuration", "FixedPoint"],
      swiftSettings: kernel),
    .testTarget(
      name: "NetworksTests", dependencies: ["Networks", "DESNE", "Datasets"], swiftSettings: kernel),
    .testTarget(
      name: "SelectionTests",
      dependencies: ["Selection", "Networks", "DESNE", "Datasets", "Configuration"],
      swiftSettings: kernel),
    .testTarget(
      name: "AcceleratorTests",
      dependencies: [
        "Accelerator", "Formal", "Components", "Simulation", "Verilog", "HDL", "MemoryDevices",
        "Configuration", "TestSupport",
      ], swiftSettings: kernel),
    .testTarget(
      name: "VerificationTests",
      dependencies: [
        "Verification", "Accelerator", "Cosimulation", "Simulation", "Verilog", "HDL", "DESNE",
        "MemorySystem", "MemoryDevices", "Datasets", "Configuration", "FixedPoint", "TestSupport",
      ], swiftSettings: kernel),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Selection", "Networks", "DESNE", "MemorySystem", "MemoryDevices", "Datasets",
        "Configuration",
      ], swiftSettings: strict),
    .testTarget(
      name: "nmsTests", dependencies: ["nms", "Configuration", "TestSupport"],
      exclude: ["Golden"], swiftSettings: strict),
  ]
)
