import Foundation
import Testing

@Suite("Documentation")
struct DocumentationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The articles of the catalog and the README, as paths from the root.
  private static func articles() throws -> [String] {
    let folder = root.appendingPathComponent("Documentation.docc").path
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".md") }.sorted()
      .map { "Documentation.docc/\($0)" } + ["README.md"]
  }

  @Test("has no link to a file that does not exist")
  func links() throws {
    let articles = try Self.articles()
    #expect(articles.count > 5)
    var count = 0
    for article in articles {
      let file = Self.root.appendingPathComponent(article)
      let text = try String(contentsOf: file, encoding: .utf8)
      let links = MarkdownLinks.relative(in: text)
      count += links.count
      let missing = links.filter { link in
        let target = file.deletingLastPathComponent().appendingPathComponent(link)
        return !FileManager.default.fileExists(atPath: target.standardizedFileURL.path)
      }
      #expect(missing.isEmpty, "\(article)")
    }
    #expect(count > 50)
  }

  @Test("has no reference without a definition, and no definition without a reference")
  func references() throws {
    for article in try Self.articles() {
      let text = try String(
        contentsOf: Self.root.appendingPathComponent(article), encoding: .utf8)
      let (used, defined) = MarkdownLinks.references(in: text)
      #expect(used == defined, "\(article)")
    }
  }
}

@Suite("Documentation rules, on examples")
struct MarkdownLinkTests {
  @Test(
    "relative links are found in every form, others are not",
    arguments: [
      ("see [a](B.md).", ["B.md"]),
      ("[a](../C/D.swift), [b](E.md#Limits)", ["../C/D.swift", "E.md"]),
      ("| [a](F%20G.md) |", ["F G.md"]),
      ("[a](<H.md>) and [b](I.md \"title\")", ["H.md", "I.md"]),
      ("![picture](J.svg)", ["J.svg"]),
      ("[key]: K/L.md", ["K/L.md"]),
      ("[a](https://example.org/x.md) [b](#Limits) [c](mailto:a@b.c) <doc:M>", []),
      ("`[a](N.md)` and `[b](O.md)`", []),
      ("```swift\nlet x = [y](z)\n```\n[a](P.md)", ["P.md"]),
      ("a[4..<8](b)", []),
    ] as [(String, [String])])
  func relative(_ text: String, _ links: [String]) {
    #expect(MarkdownLinks.relative(in: text) == links)
  }

  @Test("references are told from links, lists of bits and code")
  func references() {
    let (used, defined) = MarkdownLinks.references(
      in: "yes [c-1] [h-ab], [a](b.md), `[x-1]`, a[3]\n\n[c-1]: https://example.org\n")
    #expect(used == ["c-1", "h-ab"])
    #expect(defined == ["c-1"])
  }
}
