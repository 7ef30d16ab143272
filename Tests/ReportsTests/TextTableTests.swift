import Reports
import Testing

@Suite("TextTable")
struct TextTableTests {
  @Test("the first column is on the left, the others end together")
  func alignment() {
    var table = TextTable(["images", "count", "cycles"])
    table.append(["optical-digits", "256", "1234567"])
    table.append(["noise", "7", "9"])
    #expect(
      "\(table)" == """
        images          count   cycles
        optical-digits    256  1234567
        noise               7        9
        """)
  }

  @Test("no line ends in spaces and short rows stay short")
  func raggedRows() {
    var table = TextTable(["a", "b"])
    table.append(["long name"])
    table.append(["c", "", "extra"])
    table.append([])
    #expect("\(table)" == "a          b\nlong name\nc             extra\n")
  }

  @Test("columns count characters and not bytes")
  func characters() {
    var table = TextTable(["größe", "µ"])
    table.append(["x", "12"])
    #expect("\(table)" == "größe   µ\nx      12")
  }

  @Test("a head alone is one line, no head an empty one")
  func heads() {
    #expect("\(TextTable(["one", "two"]))" == "one  two")
    #expect("\(TextTable([]))" == "")
  }
}
