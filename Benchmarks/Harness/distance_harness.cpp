// The yardstick of cosimulation speed: a plain C++ testbench around the verilated distance unit. It
// sends all pairs of the images it is given, without pauses, and checks every result.
//
// Usage: distance_harness DATA RUNS. DATA holds five little-endian 32-bit numbers (images, bytes an
// image, queries, lanes, bits a distance), the images, then images x images expected distances of
// 32 bits. Prints the cycles of a run and the seconds of the quickest.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "Vm.h"
#include "verilated.h"

static uint64_t field(const void *port, int low, int width) {
  uint64_t word;
  std::memcpy(&word, static_cast<const char *>(port) + (low >> 3), 8);
  return (word >> (low & 7)) & ((uint64_t{1} << width) - 1);
}

struct Pass {
  int query, queries, candidate, candidates;
};

struct Cursor {
  int pass = 0, image = 0, beat = 0;
  void advance(int beats, int images) {
    if (++beat < beats) return;
    beat = 0;
    if (++image < images) return;
    image = 0;
    pass++;
  }
};

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  FILE *file = std::fopen(argv[1], "rb");
  if (!file) return 65;
  int32_t head[5];
  if (std::fread(head, 4, 5, file) != 5) return 65;
  const int count = head[0], bytes = head[1], queries = head[2], lanes = head[3], bits = head[4];
  const int beats = (bytes + lanes - 1) / lanes;
  std::vector<uint8_t> images(static_cast<size_t>(count) * beats * lanes);
  for (int i = 0; i < count; i++)
    if (std::fread(&images[static_cast<size_t>(i) * beats * lanes], 1, bytes, file) !=
        static_cast<size_t>(bytes))
      return 65;
  std::vector<uint32_t> expected(static_cast<size_t>(count) * count);
  if (std::fread(expected.data(), 4, expected.size(), file) != expected.size()) return 65;
  std::fclose(file);
  std::vector<Pass> passes;
  for (int q = 0; q < count; q += queries)
    passes.push_back({q, std::min(queries, count - q), q, count - q});
  const int total = static_cast<int>(passes.size());

  double best = 1e9;
  long cycles = 0, mismatches = 0;
  for (int run = 0; run < std::atoi(argv[2]); run++) {
    VerilatedContext context;
    Vm top{&context};
    top.reset = 1;
    for (int i = 0; i < 2; i++) {
      top.clock = 0;
      top.eval();
      top.clock = 1;
      top.eval();
    }
    top.reset = 0;
    Cursor command, query, candidate, result;
    cycles = 0;
    const auto start = std::chrono::steady_clock::now();
    while (result.pass < total) {
      top.command_valid = command.pass < total;
      if (command.pass < total) {
        const Pass &pass = passes[command.pass];
        top.command_lastBeat = beats - 1;
        top.command_lastLane = bytes - (beats - 1) * lanes - 1;
        top.command_lastQuery = pass.queries - 1;
        top.command_lastCandidate = pass.candidates - 1;
        top.command_isFirst = 1;
        top.command_isLast = 1;
      }
      top.query_valid = query.pass < total;
      if (query.pass < total)
        std::memcpy(&top.query_data,
                    &images[(static_cast<size_t>(passes[query.pass].query + query.image) * beats +
                             query.beat) * lanes],
                    lanes);
      top.candidate_valid = candidate.pass < total;
      if (candidate.pass < total)
        std::memcpy(&top.candidate_data,
                    &images[(static_cast<size_t>(passes[candidate.pass].candidate +
                                                 candidate.image) * beats +
                             candidate.beat) * lanes],
                    lanes);
      top.result_ready = 1;
      top.clock = 0;
      top.eval();
      const bool takesCommand = top.command_valid && top.command_ready;
      const bool takesQuery = top.query_valid && top.query_ready;
      const bool takesCandidate = top.candidate_valid && top.candidate_ready;
      const bool takesResult = top.result_valid;
      if (takesResult) {
        const Pass &pass = passes[result.pass];
        const int image = pass.candidate + result.image;
        for (int row = 0; row < queries; row++) {
          const uint64_t want =
              row < pass.queries
                  ? expected[static_cast<size_t>(pass.query + row) * count + image] : 0;
          mismatches += field(&top.result_distances, row * bits, bits) != want;
        }
      }
      top.clock = 1;
      top.eval();
      if (takesCommand) command.pass++;
      if (takesQuery) query.advance(beats, passes[query.pass].queries);
      if (takesCandidate) candidate.advance(beats, passes[candidate.pass].candidates);
      if (takesResult) result.advance(1, passes[result.pass].candidates);
      cycles++;
    }
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    if (time.count() < best) best = time.count();
    top.final();
  }
  std::printf("%ld %.9f %ld\n", cycles, best, mismatches);
  return mismatches != 0;
}
