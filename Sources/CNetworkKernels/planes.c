#include "kernels.h"

void nms_unfold(const struct nms_window *window, const float *planes, float *columns) {
  const size_t side = window->side;
  const size_t rows = window->height - side + 1, width = window->width - side + 1;
  for (size_t channel = 0; channel < window->channels; channel++) {
    const float *plane = planes + channel * window->height * window->width;
    for (size_t dy = 0; dy < side; dy++) {
      for (size_t dx = 0; dx < side; dx++) {
        for (size_t y = 0; y < rows; y++) {
          memcpy(columns, plane + (y + dy) * window->width + dx, width * sizeof(float));
          columns += width;
        }
      }
    }
  }
}

NMS_CLONES
void nms_fold(const struct nms_window *window, const float *restrict columns,
              float *restrict planes) {
  const size_t side = window->side;
  const size_t rows = window->height - side + 1, width = window->width - side + 1;
  for (size_t channel = 0; channel < window->channels; channel++) {
    float *plane = planes + channel * window->height * window->width;
    for (size_t dy = 0; dy < side; dy++) {
      for (size_t dx = 0; dx < side; dx++) {
        for (size_t y = 0; y < rows; y++) {
          float *line = plane + (y + dy) * window->width + dx;
          for (size_t x = 0; x < width; x++) line[x] += columns[x];
          columns += width;
        }
      }
    }
  }
}

NMS_CLONES
void nms_pool(size_t planes, size_t height, size_t width, const float *restrict input,
              float *restrict output, uint8_t *restrict choices) {
  const size_t rows = height / 2, columns = width / 2;
  for (size_t plane = 0; plane < planes; plane++) {
    for (size_t y = 0; y < rows; y++) {
      const float *top = input + (plane * height + 2 * y) * width, *bottom = top + width;
      for (size_t x = 0; x < columns; x++) {
        float best = top[2 * x];
        uint8_t choice = 0;
        const float b = top[2 * x + 1], c = bottom[2 * x], d = bottom[2 * x + 1];
        choice = b > best ? 1 : choice;
        best = b > best ? b : best;
        choice = c > best ? 2 : choice;
        best = c > best ? c : best;
        choice = d > best ? 3 : choice;
        best = d > best ? d : best;
        output[x] = best > 0 ? best : 0;
        choices[x] = best > 0 ? choice : 4;
      }
      output += columns;
      choices += columns;
    }
  }
}

NMS_CLONES
void nms_pool_gradient(size_t planes, size_t height, size_t width,
                       const float *restrict gradient, const uint8_t *restrict choices,
                       float *restrict input_gradient) {
  const size_t rows = height / 2, columns = width / 2;
  memset(input_gradient, 0, planes * height * width * sizeof(float));
  for (size_t plane = 0; plane < planes; plane++) {
    for (size_t y = 0; y < rows; y++) {
      float *top = input_gradient + (plane * height + 2 * y) * width, *bottom = top + width;
      for (size_t x = 0; x < columns; x++) {
        const float g = gradient[x];
        const uint8_t choice = choices[x];
        top[2 * x] = choice == 0 ? g : 0;
        top[2 * x + 1] = choice == 1 ? g : 0;
        bottom[2 * x] = choice == 2 ? g : 0;
        bottom[2 * x + 1] = choice == 3 ? g : 0;
      }
      gradient += columns;
      choices += columns;
    }
  }
}
