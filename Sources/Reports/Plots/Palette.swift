/// The colours of all charts. The categories are Okabe and Ito's, which people with any colour
/// vision can tell apart ("Color Universal Design", 2008), with the yellow darkened for white paper.
enum Palette {
  static let text = "#1f2933"
  static let mutedText = "#52606d"
  static let grid = "#e4e7eb"
  static let axis = "#9aa5b1"

  private static let categories = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#7b4ea3", "#8c564b",
    "#5a6472", "#e69f00",
  ]
  private static let dashes = [nil, "7 4", "2 3"]

  /// The colour of a series or class; repeats after ten.
  static func colour(_ index: Int) -> String { categories[index % categories.count] }

  /// The dashes of a line, which tell series apart whose colours repeat.
  static func dash(_ index: Int) -> String? { dashes[index / categories.count % dashes.count] }
}
