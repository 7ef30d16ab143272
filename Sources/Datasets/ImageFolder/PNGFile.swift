import CPNG

/// PNG images, by libpng's simplified interface.
enum PNGFile {
  /// Decodes to 8 bits, grey or colour as the file has it; transparency lies on black.
  static func decode(_ bytes: [UInt8], path: String) throws(DatasetError) -> DecodedImage {
    // On the heap since libpng keeps its address, and the bytes', until the image is freed.
    let image = UnsafeMutablePointer<png_image>.allocate(capacity: 1)
    image.initialize(to: png_image())
    image.pointee.version = UInt32(PNG_IMAGE_VERSION)
    defer {
      png_image_free(image)
      image.deinitialize(count: 1)
      image.deallocate()
    }
    return try bytes.withUnsafeBufferPointer { (input) throws(DatasetError) -> DecodedImage in
      guard png_image_begin_read_from_memory(image, input.baseAddress, input.count) != 0 else {
        throw .png(path: path, reason: message(of: image.pointee))
      }
      let (height, width) = (Int(image.pointee.height), Int(image.pointee.width))
      guard (1...ReadingLimits.imageSide).contains(height),
        (1...ReadingLimits.imageSide).contains(width)
      else { throw .imageSide(path: path, height: height, width: width) }
      let isColor = image.pointee.format & UInt32(PNG_FORMAT_FLAG_COLOR) != 0
      // The three settings are the documented spelling of 8-bit grey and 8-bit R, G, B.
      image.pointee.format = isColor ? UInt32(PNG_FORMAT_FLAG_COLOR) : 0
      image.pointee.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
      let shape = ImageShape(height: height, width: width, channels: isColor ? 3 : 1)
      // Without a background colour libpng composes onto the buffer, which is black.
      var pixels = [UInt8](repeating: 0, count: shape.byteCount)
      let status = pixels.withUnsafeMutableBytes {
        png_image_finish_read(image, nil, $0.baseAddress, 0, nil)
      }
      guard status != 0 else { throw .png(path: path, reason: message(of: image.pointee)) }
      return DecodedImage(shape: shape, interleaved: pixels)
    }
  }

  /// libpng's reason, a C string in a fixed field.
  private static func message(of image: png_image) -> String {
    withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

extension DatasetError {
  fileprivate static func png(path: String, reason: String) -> DatasetError {
    DatasetError(
      .corrupt, path: path, found: "a PNG image that libpng refuses (\(reason))",
      expected: "a sound one", fix: "copy or save the image again")
  }
}
