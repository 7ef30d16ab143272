import Testing

@testable import Verification

@Suite("Mutation campaign")
struct MutationCampaignTests {
  private func line(port: String) -> Substring {
    "mutate -ctrl mutant 8 3 -mode inv -module Unit -cell $procdff$7 -port \(port) -portbit 0 "
      + "-ctrlbit 0 -src Unit.v:7.3-9.6"
  }

  @Test(
    "leaves out clocks of registers, memories and instances, and enables of asynchronous reads",
    arguments: ["CLK", "RD_CLK", "WR_CLK", "clock", #"\clock"#, "RD_EN"])
  func leftOut(port: String) {
    #expect(!MutationCampaign.isUseful(line(port: port), clock: "clock"))
  }

  @Test(
    "tries everything else", arguments: ["D", "Q", "A", "WR_EN", "RD_ADDR", "clockEnable", "CLKS"])
  func tried(port: String) {
    #expect(MutationCampaign.isUseful(line(port: port), clock: "clock"))
  }

  @Test("a port named like no clock of the design is tried")
  func otherClock() {
    #expect(MutationCampaign.isUseful(line(port: "clock"), clock: nil))
    #expect(!MutationCampaign.isUseful(line(port: "CLK"), clock: nil))
  }
}
