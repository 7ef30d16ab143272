/* Registers of timer. Generated from its register map; do not edit. */
/* Counts clock cycles and raises an interrupt. */

#ifndef TIMER_REGISTERS_H
#define TIMER_REGISTERS_H

#include <stdint.h>

/* control: Starts and stops the timer. */
#define TIMER_CONTROL_OFFSET 0x00u
#define TIMER_CONTROL_RESET 0x00000010u
/* control.enable: RW. Counts while 1. */
#define TIMER_CONTROL_ENABLE_SHIFT 0u
#define TIMER_CONTROL_ENABLE_WIDTH 1u
#define TIMER_CONTROL_ENABLE_MASK 0x00000001u
/* control.mode: RW. What happens at the end. */
#define TIMER_CONTROL_MODE_SHIFT 4u
#define TIMER_CONTROL_MODE_WIDTH 2u
#define TIMER_CONTROL_MODE_MASK 0x00000030u
#define TIMER_CONTROL_MODE_ONCE 0x0u
#define TIMER_CONTROL_MODE_PERIODIC 0x1u
/* control.restart: WO. Counts from 0 again. */
#define TIMER_CONTROL_RESTART_SHIFT 8u
#define TIMER_CONTROL_RESTART_WIDTH 1u
#define TIMER_CONTROL_RESTART_MASK 0x00000100u

/* limit */
#define TIMER_LIMIT_OFFSET 0x04u
#define TIMER_LIMIT_RESET 0x000003e8u
/* limit.cycles: RW. Cycles to the end. */
#define TIMER_LIMIT_CYCLES_SHIFT 0u
#define TIMER_LIMIT_CYCLES_WIDTH 20u
#define TIMER_LIMIT_CYCLES_MASK 0x000fffffu

/* status: How far it is. */
#define TIMER_STATUS_OFFSET 0x10u
#define TIMER_STATUS_RESET 0x00000000u
/* status.count: RO. Cycles so far. */
#define TIMER_STATUS_COUNT_SHIFT 0u
#define TIMER_STATUS_COUNT_WIDTH 20u
#define TIMER_STATUS_COUNT_MASK 0x000fffffu
/* status.expired: W1C. The end was reached. */
#define TIMER_STATUS_EXPIRED_SHIFT 31u
#define TIMER_STATUS_EXPIRED_WIDTH 1u
#define TIMER_STATUS_EXPIRED_MASK 0x80000000u

/* missed */
#define TIMER_MISSED_OFFSET 0x14u
#define TIMER_MISSED_RESET 0x00000000u
/* missed.misses: RC. Ends reached while `expired` was 1. */
#define TIMER_MISSED_MISSES_SHIFT 0u
#define TIMER_MISSED_MISSES_WIDTH 8u
#define TIMER_MISSED_MISSES_MASK 0x000000ffu

/* version */
#define TIMER_VERSION_OFFSET 0x3cu
#define TIMER_VERSION_RESET 0x00000102u
/* version.number: RO. */
#define TIMER_VERSION_NUMBER_SHIFT 0u
#define TIMER_VERSION_NUMBER_WIDTH 16u
#define TIMER_VERSION_NUMBER_MASK 0x0000ffffu

static inline uint32_t timer_control_enable_get(uint32_t word) {
  return (word & TIMER_CONTROL_ENABLE_MASK) >> TIMER_CONTROL_ENABLE_SHIFT;
}

static inline uint32_t timer_control_enable_set(uint32_t word, uint32_t value) {
  return (word & ~TIMER_CONTROL_ENABLE_MASK) | ((value << TIMER_CONTROL_ENABLE_SHIFT) & TIMER_CONTROL_ENABLE_MASK);
}

static inline uint32_t timer_control_mode_get(uint32_t word) {
  return (word & TIMER_CONTROL_MODE_MASK) >> TIMER_CONTROL_MODE_SHIFT;
}

static inline uint32_t timer_control_mode_set(uint32_t word, uint32_t value) {
  return (word & ~TIMER_CONTROL_MODE_MASK) | ((value << TIMER_CONTROL_MODE_SHIFT) & TIMER_CONTROL_MODE_MASK);
}

static inline uint32_t timer_control_restart_set(uint32_t word, uint32_t value) {
  return (word & ~TIMER_CONTROL_RESTART_MASK) | ((value << TIMER_CONTROL_RESTART_SHIFT) & TIMER_CONTROL_RESTART_MASK);
}

static inline uint32_t timer_limit_cycles_get(uint32_t word) {
  return (word & TIMER_LIMIT_CYCLES_MASK) >> TIMER_LIMIT_CYCLES_SHIFT;
}

static inline uint32_t timer_limit_cycles_set(uint32_t word, uint32_t value) {
  return (word & ~TIMER_LIMIT_CYCLES_MASK) | ((value << TIMER_LIMIT_CYCLES_SHIFT) & TIMER_LIMIT_CYCLES_MASK);
}

static inline uint32_t timer_status_count_get(uint32_t word) {
  return (word & TIMER_STATUS_COUNT_MASK) >> TIMER_STATUS_COUNT_SHIFT;
}

static inline uint32_t timer_status_expired_get(uint32_t word) {
  return (word & TIMER_STATUS_EXPIRED_MASK) >> TIMER_STATUS_EXPIRED_SHIFT;
}

static inline uint32_t timer_status_expired_set(uint32_t word, uint32_t value) {
  return (word & ~TIMER_STATUS_EXPIRED_MASK) | ((value << TIMER_STATUS_EXPIRED_SHIFT) & TIMER_STATUS_EXPIRED_MASK);
}

static inline uint32_t timer_missed_misses_get(uint32_t word) {
  return (word & TIMER_MISSED_MISSES_MASK) >> TIMER_MISSED_MISSES_SHIFT;
}

static inline uint32_t timer_version_number_get(uint32_t word) {
  return (word & TIMER_VERSION_NUMBER_MASK) >> TIMER_VERSION_NUMBER_SHIFT;
}

#endif
