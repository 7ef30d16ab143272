#include "sampler.h"

#include <stddef.h>

#include "sampler_registers.h"

#ifndef SAMPLER_SIMULATED
uint32_t sampler_get(const struct sampler *sampler, uint32_t offset) {
  return sampler->registers[offset / 4];
}

void sampler_put(const struct sampler *sampler, uint32_t offset, uint32_t value) {
  sampler->registers[offset / 4] = value;
}
#endif

/* Every image starts a beat of its own; what follows it in its last beat is of no matter. */
static void load(const struct sampler *sampler, const struct sampler_run *run) {
  const uint32_t beat =
      sampler_build_beat_bytes_get(sampler_get(sampler, SAMPLER_BUILD_OFFSET));
  const size_t stride = ((size_t)run->image_bytes + beat - 1) / beat * beat;
  volatile uint8_t *to = sampler->memory + (size_t)run->image_base * beat;
  const uint8_t *from = run->images;
  for (uint32_t image = 0; image < run->points; image++, to += stride)
    for (uint32_t byte = 0; byte < run->image_bytes; byte++) to[byte] = *from++;
}

int sampler_choose(const struct sampler *sampler, const struct sampler_run *run,
                   uint32_t *exemplars) {
#ifdef SAMPLER_MEMORY_BASE_OFFSET
  const uint64_t page_bytes = 4096;
  const uint64_t page = sampler->memory_address / page_bytes;
  if (sampler->memory_address % page_bytes != 0 || page > SAMPLER_MEMORY_BASE_VALUE_MASK)
    return SAMPLER_BAD_ADDRESS;
  sampler_put(sampler, SAMPLER_MEMORY_BASE_OFFSET, (uint32_t)page);
#endif
  load(sampler, run);
  sampler_put(sampler, SAMPLER_POINTS_OFFSET, run->points);
  sampler_put(sampler, SAMPLER_IMAGE_BYTES_OFFSET, run->image_bytes);
  sampler_put(sampler, SAMPLER_EXEMPLARS_OFFSET, run->exemplars);
  sampler_put(sampler, SAMPLER_RULE_OFFSET, run->rule);
  sampler_put(sampler, SAMPLER_ITERATIONS_OFFSET, run->iterations);
  sampler_put(sampler, SAMPLER_SEED_LOW_OFFSET, (uint32_t)run->seed);
  sampler_put(sampler, SAMPLER_SEED_HIGH_OFFSET, (uint32_t)(run->seed >> 32));
  sampler_put(sampler, SAMPLER_TARGET_ENTROPY_OFFSET, run->target_entropy);
  sampler_put(sampler, SAMPLER_IMAGE_BASE_OFFSET, run->image_base);
  sampler_put(sampler, SAMPLER_DISTANCE_BASE_OFFSET, run->distance_base);
  sampler_put(sampler, SAMPLER_PROBABILITY_BASE_OFFSET, run->probability_base);
  /* Ones clear what is left of the run before. */
  sampler_put(sampler, SAMPLER_EVENTS_OFFSET, UINT32_MAX);
  sampler_put(sampler, SAMPLER_ERRORS_OFFSET, UINT32_MAX);

  /* Where stores to the memory may pass those to the registers, a barrier belongs here. */
  sampler_put(sampler, SAMPLER_CONTROL_OFFSET, SAMPLER_CONTROL_START_MASK);
  uint32_t events;
  do {
    events = sampler_get(sampler, SAMPLER_EVENTS_OFFSET);
  } while (events == 0);
  if (sampler_events_failed_get(events)) return -(int)sampler_get(sampler, SAMPLER_ERRORS_OFFSET);
  if (sampler_events_stopped_get(events)) return SAMPLER_STOPPED;

  uint32_t count = 0;
  while (count < run->exemplars) {
    const uint32_t word = sampler_get(sampler, SAMPLER_EXEMPLAR_OFFSET);
    if (!sampler_exemplar_valid_get(word)) break;
    exemplars[count++] = sampler_exemplar_index_get(word);
    sampler_put(sampler, SAMPLER_CONTROL_OFFSET, SAMPLER_CONTROL_NEXT_MASK);
  }
  return (int)count;
}
