import Foundation
#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What an XML parser, which knows nothing of the charts, finds in their text.
struct Markup {
  private(set) var root = ""
  private(set) var texts: [String] = []
  /// The width the outermost element gives itself.
  private(set) var width: Double?
  private var elements: [String] = []

  /// - Throws: The parser's error if the text is not well formed.
  init(_ text: String) throws {
    let reader = Reader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    guard parser.parse() else { throw parser.parserError ?? CocoaError(.coderReadCorrupt) }
    elements = reader.elements
    texts = reader.texts
    width = reader.width
    root = elements.first ?? ""
  }

  func count(of element: String) -> Int { elements.count { $0 == element } }

  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [String] = []
    var texts: [String] = []
    var width: Double?
    private var text = ""

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      if elements.isEmpty { width = attributes["width"].flatMap { Double($0) } }
      elements.append(element)
      text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

    func parser(
      _ parser: XMLParser, didEndElement element: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      let content = text.trimmingCharacters(in: .whitespacesAndNewlines)
      if !content.isEmpty { texts.append(content) }
      text = ""
    }
  }
}
