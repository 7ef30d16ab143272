#ifndef NMS_VECTOR_RUNS_H
#define NMS_VECTOR_RUNS_H

#include <stddef.h>
#include <stdint.h>

/// The same operation on `count` lanes whose operands stand at equal distances.
///
/// Slots are 64-bit words; `stride_*` are in slots and at least 0. Results are consecutive.
struct nms_vector_run {
  int32_t opcode;
  int32_t count;
  int32_t destination;
  int32_t a, b, c;
  int32_t stride_a, stride_b, stride_c;
  uint64_t mask;
  uint64_t k;
};

/// Operations of a run; `k` and `mask` as in the interpreter's instructions.
enum {
  nms_run_add,
  nms_run_subtract,
  nms_run_multiply,
  nms_run_and,
  nms_run_or,
  nms_run_xor,
  nms_run_not,
  nms_run_equal,
  nms_run_less_than,
  nms_run_mux,
  nms_run_slice,
  nms_run_join,
  /// Bytes `k`, `k` + 1, … of slot `a` and those after it, one a lane.
  nms_run_unpack_bytes,
  /// Bits `k`, `k` + 1, … of slot `a` and those after it, one a lane.
  nms_run_unpack_bits,
  nms_run_copy,
};

/// Executes runs in order. Every slot named must lie within the array; results overlap no operand of
/// the same run.
void nms_execute_runs(const struct nms_vector_run *runs, size_t count, uint64_t *slots);

#endif
