/* Registers of everything. Generated from its register map; do not edit. */
/* One of each; ends with * / and | and "quotes". */

#ifndef EVERYTHING_REGISTERS_H
#define EVERYTHING_REGISTERS_H

#include <stdint.h>

/* plain: Of 32 bits. */
#define EVERYTHING_PLAIN_OFFSET 0x00u
#define EVERYTHING_PLAIN_RESET 0x87654321u
/* plain.value: RW. */
#define EVERYTHING_PLAIN_VALUE_SHIFT 0u
#define EVERYTHING_PLAIN_VALUE_WIDTH 32u
#define EVERYTHING_PLAIN_VALUE_MASK 0xffffffffu

/* mixed */
#define EVERYTHING_MIXED_OFFSET 0x08u
#define EVERYTHING_MIXED_RESET 0x002af07bu
/* mixed.flag: RW. */
#define EVERYTHING_MIXED_FLAG_SHIFT 0u
#define EVERYTHING_MIXED_FLAG_WIDTH 1u
#define EVERYTHING_MIXED_FLAG_MASK 0x00000001u
/* mixed.offset: RW. */
#define EVERYTHING_MIXED_OFFSET_SHIFT 1u
#define EVERYTHING_MIXED_OFFSET_WIDTH 6u
#define EVERYTHING_MIXED_OFFSET_MASK 0x0000007eu
#define EVERYTHING_MIXED_OFFSET_LOWEST 0x20u
/* mixed.across: RW. */
#define EVERYTHING_MIXED_ACROSS_SHIFT 10u
#define EVERYTHING_MIXED_ACROSS_WIDTH 12u
#define EVERYTHING_MIXED_ACROSS_MASK 0x003ffc00u
/* mixed.level: RO. */
#define EVERYTHING_MIXED_LEVEL_SHIFT 24u
#define EVERYTHING_MIXED_LEVEL_WIDTH 5u
#define EVERYTHING_MIXED_LEVEL_MASK 0x1f000000u
/* mixed.command: WO. */
#define EVERYTHING_MIXED_COMMAND_SHIFT 29u
#define EVERYTHING_MIXED_COMMAND_WIDTH 3u
#define EVERYTHING_MIXED_COMMAND_MASK 0xe0000000u

/* events: Set by the hardware. */
#define EVERYTHING_EVENTS_OFFSET 0x10u
#define EVERYTHING_EVENTS_RESET 0x00000000u
/* events.alarm: W1C. */
#define EVERYTHING_EVENTS_ALARM_SHIFT 0u
#define EVERYTHING_EVENTS_ALARM_WIDTH 1u
#define EVERYTHING_EVENTS_ALARM_MASK 0x00000001u
/* events.lines: W1C. */
#define EVERYTHING_EVENTS_LINES_SHIFT 4u
#define EVERYTHING_EVENTS_LINES_WIDTH 9u
#define EVERYTHING_EVENTS_LINES_MASK 0x00001ff0u
/* events.wide: WO. */
#define EVERYTHING_EVENTS_WIDE_SHIFT 16u
#define EVERYTHING_EVENTS_WIDE_WIDTH 10u
#define EVERYTHING_EVENTS_WIDE_MASK 0x03ff0000u

/* counters */
#define EVERYTHING_COUNTERS_OFFSET 0x14u
#define EVERYTHING_COUNTERS_RESET 0x00000000u
/* counters.free: RO. */
#define EVERYTHING_COUNTERS_FREE_SHIFT 0u
#define EVERYTHING_COUNTERS_FREE_WIDTH 4u
#define EVERYTHING_COUNTERS_FREE_MASK 0x0000000fu
/* counters.full: WC. */
#define EVERYTHING_COUNTERS_FULL_SHIFT 6u
#define EVERYTHING_COUNTERS_FULL_WIDTH 3u
#define EVERYTHING_COUNTERS_FULL_MASK 0x000001c0u
/* counters.seen: RC. */
#define EVERYTHING_COUNTERS_SEEN_SHIFT 16u
#define EVERYTHING_COUNTERS_SEEN_WIDTH 5u
#define EVERYTHING_COUNTERS_SEEN_MASK 0x001f0000u
/* counters.once: WC. */
#define EVERYTHING_COUNTERS_ONCE_SHIFT 31u
#define EVERYTHING_COUNTERS_ONCE_WIDTH 1u
#define EVERYTHING_COUNTERS_ONCE_MASK 0x80000000u

/* channel: One for each lane. */
#define EVERYTHING_CHANNEL_COUNT 3u
#define EVERYTHING_CHANNEL_STRIDE 0x08u
#define EVERYTHING_CHANNEL_BASE 0x20u
#define EVERYTHING_CHANNEL_OFFSET(index) (EVERYTHING_CHANNEL_BASE + (index) * EVERYTHING_CHANNEL_STRIDE)
#define EVERYTHING_CHANNEL_RESET 0x00000155u
/* channel.gain: RW. */
#define EVERYTHING_CHANNEL_GAIN_SHIFT 0u
#define EVERYTHING_CHANNEL_GAIN_WIDTH 10u
#define EVERYTHING_CHANNEL_GAIN_MASK 0x000003ffu
/* channel.sample: RO. */
#define EVERYTHING_CHANNEL_SAMPLE_SHIFT 16u
#define EVERYTHING_CHANNEL_SAMPLE_WIDTH 16u
#define EVERYTHING_CHANNEL_SAMPLE_MASK 0xffff0000u

/* state */
#define EVERYTHING_STATE_OFFSET 0x24u
#define EVERYTHING_STATE_RESET 0x00000000u
/* state.busy: RO. */
#define EVERYTHING_STATE_BUSY_SHIFT 3u
#define EVERYTHING_STATE_BUSY_WIDTH 1u
#define EVERYTHING_STATE_BUSY_MASK 0x00000008u

/* command */
#define EVERYTHING_COMMAND_OFFSET 0x34u
#define EVERYTHING_COMMAND_RESET 0x00000000u
/* command.start: WO. */
#define EVERYTHING_COMMAND_START_SHIFT 0u
#define EVERYTHING_COMMAND_START_WIDTH 1u
#define EVERYTHING_COMMAND_START_MASK 0x00000001u

/* version */
#define EVERYTHING_VERSION_OFFSET 0x3cu
#define EVERYTHING_VERSION_RESET 0xcafe0102u
/* version.number: RO. */
#define EVERYTHING_VERSION_NUMBER_SHIFT 0u
#define EVERYTHING_VERSION_NUMBER_WIDTH 32u
#define EVERYTHING_VERSION_NUMBER_MASK 0xffffffffu

static inline uint32_t everything_plain_value_get(uint32_t word) {
  return (word & EVERYTHING_PLAIN_VALUE_MASK) >> EVERYTHING_PLAIN_VALUE_SHIFT;
}

static inline uint32_t everything_plain_value_set(uint32_t word, uint32_t value) {
  return (word & ~EVERYTHING_PLAIN_VALUE_MASK) | ((value << EVERYTHING_PLAIN_VALUE_SHIFT) & EVERYTHING_PLAIN_VALUE_MASK);
}

static inline uint32_t everything_mixed_flag_get(uint32_t word) {
  return (word & EVERYTHING_MIXED_FLAG_MASK) >> EVERYTHING_MIXED_FLAG_SHIFT;
}

static inline uint32_t everything_mixed_flag_set(uint32_t word, uint32_t value) {
  return (word & ~EVERYTHING_MIXED_FLAG_MASK) | ((value << EVERYTHING_MIXED_FLAG_SHIFT) & EVERYTHING_MIXED_FLAG_MASK);
}

static inline uint32_t everything_mixed_offset_get(uint32_t word) {
  return (word & EVERYTHING_MIXED_OFFSET_MASK) >> EVERYTHING_MIXED_OFFSET_SHIFT;
}

static inline uint32_t everything_mixed_offset_set(uint32_t word, uint32_t value) {
  return (word & ~EVERYTHING_MIXED_OFFSET_MASK) | ((value << EVERYTHING_MIXED_OFFSET_SHIFT) & EVERYTHING_MIXED_OFFSET_MASK);
}

static inline uint32_t everything_mixed_across_get(uint32_t word) {
  return (word & EVERYTHING_MIXED_ACROSS_MASK) >> EVERYTHING_MIXED_ACROSS_SHIFT;
}

static inline uint32_t everything_mixed_across_set(uint32_t word, uint32_t value) {
  return (word & ~EVERYTHING_MIXED_ACROSS_MASK) | ((value << EVERYTHING_MIXED_ACROSS_SHIFT) & EVERYTHING_MIXED_ACROSS_MASK);
}

static inline uint32_t everything_mixed_level_get(uint32_t word) {
  return (word & EVERYTHING_MIXED_LEVEL_MASK) >> EVERYTHING_MIXED_LEVEL_SHIFT;
}

static inline uint32_t everything_mixed_command_set(uint32_t word, uint32_t value) {
  return (word & ~EVERYTHING_MIXED_COMMAND_MASK) | ((value << EVERYTHING_MIXED_COMMAND_SHIFT) & EVERYTHING_MIXED_COMMAND_MASK);
}

static inline uint32_t everything_events_alarm_get(uint32_t word) {
  return (word & EVERYTHING_EVENTS_ALARM_MASK) >> EVERYTHING_EVENTS_ALARM_SHIFT;
}

static inline uint32_t everything_events_alarm_set(uint32_t word, uint32_t value) {
  return (word & ~EVERYTHING_EVENTS_ALARM_MASK) | ((value << EVERYTHING_EVENTS_ALARM_SHIFT) & EVERYTHING_EVENTS_ALARM_MASK);
}

static inline uint32_t everything_events_lines_get(uint32_t word) {
  return (word & EVERYTHING_EVENTS_LINES_MASK) >> EVERYTHING_EVENTS_LINES_SHIFT;
}

static inline uint32_t everything_events_lines_set(uint32_t word, uint32_t value) {
  return (word & ~EVERYTHING_EVENTS_LINES_MASK) | ((value << EVERYTHING_EVENTS_LINES_SHIFT) & EVERYTHING_EVENTS_LINES_MASK);
}

static inline uint32_t everything_events_wide_set(uint32_t word, uint32_t value) {
  return (word & ~EVERYTHING_EVENTS_WIDE_MASK) | ((value << EVERYTHING_EVENTS_WIDE_SHIFT) & EVERYTHING_EVENTS_WIDE_MASK);
}

static inline uint32_t everything_counters_free_get(uint32_t word) {
  return (word & EVERYTHING_COUNTERS_FREE_MASK) >> EVERYTHING_COUNTERS_FREE_SHIFT;
}

static inline uint32_t everything_counters_full_get(uint32_t word) {
  return (word & EVERYTHING_COUNTERS_FULL_MASK) >> EVERYTHING_COUNTERS_FULL_SHIFT;
}

static inline uint32_t everything_counters_seen_get(uint32_t word) {
  return (word & EVERYTHING_COUNTERS_SEEN_MASK) >> EVERYTHING_COUNTERS_SEEN_SHIFT;
}

static inline uint32_t everything_counters_once_get(uint32_t word) {
  return (word & EVERYTHING_COUNTERS_ONCE_MASK) >> EVERYTHING_COUNTERS_ONCE_SHIFT;
}

static inline uint32_t everything_channel_gain_get(uint32_t word) {
  return (word & EVERYTHING_CHANNEL_GAIN_MASK) >> EVERYTHING_CHANNEL_GAIN_SHIFT;
}

static inline uint32_t everything_channel_gain_set(uint32_t word, uint32_t value) {
  return (word & ~EVERYTHING_CHANNEL_GAIN_MASK) | ((value << EVERYTHING_CHANNEL_GAIN_SHIFT) & EVERYTHING_CHANNEL_GAIN_MASK);
}

static inline uint32_t everything_channel_sample_get(uint32_t word) {
  return (word & EVERYTHING_CHANNEL_SAMPLE_MASK) >> EVERYTHING_CHANNEL_SAMPLE_SHIFT;
}

static inline uint32_t everything_state_busy_get(uint32_t word) {
  return (word & EVERYTHING_STATE_BUSY_MASK) >> EVERYTHING_STATE_BUSY_SHIFT;
}

static inline uint32_t everything_command_start_set(uint32_t word, uint32_t value) {
  return (word & ~EVERYTHING_COMMAND_START_MASK) | ((value << EVERYTHING_COMMAND_START_SHIFT) & EVERYTHING_COMMAND_START_MASK);
}

static inline uint32_t everything_version_number_get(uint32_t word) {
  return (word & EVERYTHING_VERSION_NUMBER_MASK) >> EVERYTHING_VERSION_NUMBER_SHIFT;
}

#endif
