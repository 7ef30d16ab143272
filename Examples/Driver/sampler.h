/* Software for a sampler, written to be copied: see Documentation.docc/Sampler.md. */
#ifndef SAMPLER_H
#define SAMPLER_H

#include <stdint.h>

/* Where the hardware is. */
struct sampler {
  volatile uint32_t *registers; /* its window on the bus */
  volatile uint8_t *memory;     /* beat 0 of its memory */
  uint64_t memory_address;      /* with an AXI4 bus: where that is on it, a multiple of 4096 */
};

/* What a run is of. Bases count beats; how far apart they must be tells the documentation. */
struct sampler_run {
  const uint8_t *images; /* one behind the other */
  uint32_t points, image_bytes, exemplars;
  uint32_t rule; /* SAMPLER_RULE_VALUE_GRID or SAMPLER_RULE_VALUE_REFINED_CELLS */
  uint32_t iterations, target_entropy;
  uint64_t seed;
  uint32_t image_base, distance_base, probability_base;
};

/* What sampler_choose returns after somebody stopped the run. */
#define SAMPLER_STOPPED (-0x10000)
/* What it returns, before it does anything, for a memory_address that the hardware cannot have. */
#define SAMPLER_BAD_ADDRESS (-0x10001)

/* Loads the images, runs, waits, and puts the exemplars' numbers, ascending, into an array of
   run->exemplars. Returns how many there are, or minus the register `errors` of a refused run. */
int sampler_choose(const struct sampler *sampler, const struct sampler_run *run,
                   uint32_t *exemplars);

/* How registers are read and written. With SAMPLER_SIMULATED somebody else defines these. */
uint32_t sampler_get(const struct sampler *sampler, uint32_t offset);
void sampler_put(const struct sampler *sampler, uint32_t offset, uint32_t value);

#endif
