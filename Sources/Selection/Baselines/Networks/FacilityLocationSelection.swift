/// CRAIG (Mirzasoleiman et al., ICML 2020), the selection inside NeSSA (HotStorage 2023): facility
/// location on the gradients of the last layer, and as weights the images that each serves.
///
/// NeSSA selects anew as its model learns; this stand-in selects once, with a network that has
/// learnt from all images.
struct FacilityLocationSelection: SelectionMethod {
  let name = "craig"
  let abstract = "CRAIG as in NeSSA: facility location on gradients, weighted by images served"

  func select(_ count: Int, in context: SelectionContext) throws -> Exemplars {
    let network = try context.network(for: name)
    return try context.selectInGroups(count, method: name) { share, group in
      let similarities = FacilityLocation.nearness(
        network.gradientProducts(of: group.indices), count: group.count)
      let choice = FacilityLocation(similarities: similarities, count: group.count).choose(share)
      return (choice.places, choice.served.map(Double.init))
    }
  }
}
