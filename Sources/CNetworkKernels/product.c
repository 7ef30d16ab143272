#include "kernels.h"

// Blocks of a classic packed product: a tile of 4 x 16 results stays in registers, a block of b in
// the second-level cache. Splitting the depth does not change the order of the additions, because
// the next block goes on from what the last one stored.
enum { tile_rows = 4, tile_columns = 16, block_depth = 256, block_columns = 1024 };

size_t nms_multiply_scratch_count(void) {
  return (size_t)block_depth * (block_columns + tile_rows);
}

// Panels of 16 columns, row after row, zeros beyond the last column.
NMS_INLINE void pack_b(const struct nms_product *p, size_t row, size_t depth, size_t column,
                       size_t columns, float *panels) {
  for (size_t first = 0; first < columns; first += tile_columns) {
    const size_t width = columns - first < tile_columns ? columns - first : tile_columns;
    const float *source = p->b + row * p->b_row_stride + (column + first) * p->b_column_stride;
    if (width < tile_columns) memset(panels, 0, depth * tile_columns * sizeof(float));
    if (p->b_column_stride == 1 && width == tile_columns) {
      for (size_t k = 0; k < depth; k++) {
        const float *line = source + k * p->b_row_stride;
        NMS_STORE(panels + k * tile_columns, NMS_LOAD(line));
        NMS_STORE(panels + k * tile_columns + 8, NMS_LOAD(line + 8));
      }
    } else if (p->b_column_stride == 1) {
      for (size_t k = 0; k < depth; k++) {
        memcpy(panels + k * tile_columns, source + k * p->b_row_stride, width * sizeof(float));
      }
    } else {
      for (size_t j = 0; j < width; j++) {
        const float *line = source + j * p->b_column_stride;
        for (size_t k = 0; k < depth; k++) {
          panels[k * tile_columns + j] = line[k * p->b_row_stride];
        }
      }
    }
    panels += depth * tile_columns;
  }
}

// A panel of 4 rows, column after column, zeros beyond the last row.
NMS_INLINE void pack_a(const struct nms_product *p, size_t row, size_t rows, size_t column,
                       size_t depth, float *panel) {
  const float *source = p->a + row * p->a_row_stride + column * p->a_column_stride;
  if (rows == tile_rows) {
    const size_t down = p->a_row_stride, right = p->a_column_stride;
    for (size_t k = 0; k < depth; k++) {
      panel[4 * k] = source[k * right];
      panel[4 * k + 1] = source[k * right + down];
      panel[4 * k + 2] = source[k * right + 2 * down];
      panel[4 * k + 3] = source[k * right + 3 * down];
    }
    return;
  }
  memset(panel, 0, depth * tile_rows * sizeof(float));
  for (size_t i = 0; i < rows; i++) {
    for (size_t k = 0; k < depth; k++) {
      panel[4 * k + i] = source[i * p->a_row_stride + k * p->a_column_stride];
    }
  }
}

#define FOR_TILE_ROWS(X) X(0) X(1) X(2) X(3)
#define LOAD_ROW(i)                                                      \
  nms_float8 left##i = {0}, right##i = {0};                              \
  if (accumulates) {                                                     \
    left##i = NMS_LOAD(c + i * stride);                                  \
    right##i = NMS_LOAD(c + i * stride + 8);                             \
  }
#define STEP_ROW(i)                                                      \
  {                                                                      \
    const float s = a[4 * k + i];                                        \
    const nms_float8 factor = {s, s, s, s, s, s, s, s};                  \
    left##i = left##i + factor * b_left;                                 \
    right##i = right##i + factor * b_right;                              \
  }
#define STORE_ROW(i)                                                     \
  NMS_STORE(c + i * stride, left##i);                                    \
  NMS_STORE(c + i * stride + 8, right##i);

NMS_INLINE void multiply_tile(const float *a, const float *b, size_t depth, float *c,
                              size_t stride, int accumulates) {
  FOR_TILE_ROWS(LOAD_ROW)
  for (size_t k = 0; k < depth; k++) {
    const nms_float8 b_left = NMS_LOAD(b + 16 * k), b_right = NMS_LOAD(b + 16 * k + 8);
    FOR_TILE_ROWS(STEP_ROW)
  }
  FOR_TILE_ROWS(STORE_ROW)
}

// A tile at the rim goes through a buffer of full size.
NMS_INLINE void multiply_rim(const float *a, const float *b, size_t depth, float *c, size_t stride,
                             size_t rows, size_t columns, int accumulates) {
  float tile[tile_rows * tile_columns] = {0};
  if (accumulates) {
    for (size_t i = 0; i < rows; i++) {
      memcpy(tile + i * tile_columns, c + i * stride, columns * sizeof(float));
    }
  }
  multiply_tile(a, b, depth, tile, tile_columns, accumulates);
  for (size_t i = 0; i < rows; i++) {
    memcpy(c + i * stride, tile + i * tile_columns, columns * sizeof(float));
  }
}

NMS_CLONES
void nms_multiply(const struct nms_product *p, float *scratch) {
  float *panels = scratch, *panel = scratch + (size_t)block_depth * block_columns;
  for (size_t column = 0; column < p->columns; column += block_columns) {
    const size_t columns =
        p->columns - column < block_columns ? p->columns - column : block_columns;
    for (size_t start = 0; start < p->depth; start += block_depth) {
      const size_t depth = p->depth - start < block_depth ? p->depth - start : block_depth;
      const int accumulates = p->accumulates || start > 0;
      pack_b(p, start, depth, column, columns, panels);
      for (size_t row = 0; row < p->rows; row += tile_rows) {
        const size_t rows = p->rows - row < tile_rows ? p->rows - row : tile_rows;
        pack_a(p, row, rows, start, depth, panel);
        for (size_t first = 0; first < columns; first += tile_columns) {
          const float *b = panels + first * depth;
          float *c = p->c + row * p->c_row_stride + column + first;
          const size_t width = columns - first < tile_columns ? columns - first : tile_columns;
          if (rows == tile_rows && width == tile_columns) {
            multiply_tile(panel, b, depth, c, p->c_row_stride, accumulates);
          } else {
            multiply_rim(panel, b, depth, c, p->c_row_stride, rows, width, accumulates);
          }
        }
      }
    }
  }
}
