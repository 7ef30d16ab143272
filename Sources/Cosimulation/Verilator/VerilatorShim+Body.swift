extension VerilatorShim {
  /// The part of the unit that is the same for every design.
  ///
  /// Verilator's own handlers of `$stop` and fatal errors end the process. These only note the
  /// failure; after a fatal one the generated code must not go on (a loop that never settles
  /// would spin for ever), so it is left by an exception that stops at the C boundary.
  static let body = #"""
    namespace {

    struct Model;

    // The run time keeps a context per thread: it leads from a handler to the model that runs.
    struct Context final : VerilatedContext {
      Model* owner = nullptr;
    };

    struct Abandoned final {};

    struct Model {
      Context context;
      std::unique_ptr<Vm> top;
      uint8_t* clock = nullptr;
      uint8_t* reset = nullptr;
      int32_t failed = 0;
      uint64_t cycles = 0;
      uint64_t edges = 0;
      std::string message;
      std::string printed;
    #if NMS_TRACE
      std::unique_ptr<VerilatedVcdC> trace;
      bool tracing = false;
    #endif

      void fail(const char* file, int line, const std::string& what) {
        if (failed) return;
        failed = 1;
        message = what;
        if (file && *file) message += " at " + std::string{file} + ":" + std::to_string(line);
      }
    };

    // A testbench may print without end: only the last part is kept.
    constexpr size_t printedLimit = 1 << 16;

    Model* running() {
      return static_cast<Context*>(Verilated::threadContextp())->owner;
    }

    inline void enter(Model* model) { Verilated::threadContextp(&model->context); }

    #if NMS_TRACE
    inline void dump(Model* model, bool high) {
      if (VL_UNLIKELY(model->tracing)) model->trace->dump(10 * model->edges + (high ? 5 : 0));
    }
    template <typename Root>
    auto touch(Root& root, int) -> decltype((void)root.__Vm_traceActivity) {
      std::memset((void*)&root.__Vm_traceActivity, 1, sizeof root.__Vm_traceActivity);
    }
    template <typename Root>
    void touch(Root&, long) {}
    #else
    inline void dump(Model*, bool) {}
    #endif

    inline void settle(Model* model) {
      if (model->clock) *model->clock = 0;
      model->top->eval();
    }

    // The rising edge. The clock falls with the next settle: an evaluation of its own would cost
    // as much as the edge.
    inline void step(Model* model) {
      if (model->clock) {
        if (VL_UNLIKELY(*model->clock)) settle(model);
        dump(model, false);
        *model->clock = 1;
        model->context.time(10 * model->edges + 5);
        model->top->eval();
        dump(model, true);
      } else {
        dump(model, false);
      }
      ++model->edges;
      ++model->cycles;
    }

    template <typename Body>
    inline int32_t guarded(Model* model, Body body) {
      if (VL_UNLIKELY(model->failed)) return 1;
      enter(model);
      try {
        body();
      } catch (const Abandoned&) {
      } catch (const std::exception& error) {
        model->fail(nullptr, 0, error.what());
      }
    #if NMS_TRACE
      if (VL_UNLIKELY(model->failed && model->tracing)) model->trace->flush();
    #endif
      return model->failed;
    }

    template <typename Visit>
    void visitState(Model* model, Visit visit) {
      auto& symbols = *model->top->rootp->vlSymsp;
    #define NMS_VISIT(part) visit((void*)&symbols.part, sizeof symbols.part);
      NMS_PARTS(NMS_VISIT)
    #undef NMS_VISIT
      visit(&symbols.__Vm_didInit, sizeof symbols.__Vm_didInit);
      visit(&model->cycles, sizeof model->cycles);
      visit(&model->failed, sizeof model->failed);
    }

    }  // namespace

    void vl_finish(const char* file, int line, const char*) VL_MT_UNSAFE {
      running()->context.gotFinish(true);
      running()->fail(file, line, "the design called $finish");
    }

    void vl_stop(const char* file, int line, const char*) VL_MT_UNSAFE {
      running()->context.gotFinish(true);
      running()->fail(file, line, "the design called $stop");
    }

    void vl_fatal(const char* file, int line, const char*, const char* text) VL_MT_UNSAFE {
      running()->fail(file, line, text ? text : "fatal error");
      throw Abandoned{};
    }

    #define NMS_EXPORT extern "C" __attribute__((visibility("default")))

    struct nms_port {
      const char* name;
      uint32_t width;
      uint32_t input;
      void* bytes;
      uint64_t count;
    };

    extern "C" int nms_print(const char* format, ...) {
      char line[1024];
      va_list arguments;
      va_start(arguments, format);
      va_list again;
      va_copy(again, arguments);
      const int length = std::vsnprintf(line, sizeof line, format, arguments);
      va_end(arguments);
      if (length > 0) {
        std::string text(static_cast<size_t>(length) + 1, '\0');
        std::vsnprintf(&text[0], text.size(), format, again);
        text.pop_back();
        if (Model* model = running()) {
          auto& printed = model->printed;
          printed += text;
          if (printed.size() > printedLimit) printed.erase(0, printed.size() - printedLimit / 2);
        }
      }
      va_end(again);
      return length;
    }

    NMS_EXPORT uint32_t nms_interface() { return NMS_INTERFACE; }

    NMS_EXPORT void* nms_new(int32_t fill, int32_t seed) try {
      auto model = std::make_unique<Model>();
      model->context.owner = model.get();
      enter(model.get());
      model->context.randReset(fill);
      model->context.randSeed(seed);
    #if NMS_TRACE
      model->context.traceEverOn(true);
    #endif
      model->top.reset(new Vm{&model->context, "TOP"});
      Vm& top = *model->top;
    #ifdef NMS_CLOCK
      model->clock = NMS_CLOCK(top);
      *model->clock = 0;
    #endif
    #ifdef NMS_RESET
      model->reset = NMS_RESET(top);
      *model->reset = 0;
    #endif
      const nms_port table[] = {NMS_PORTS(top) {nullptr, 0, 0, nullptr, 0}};
      for (const nms_port* port = table; port->name; ++port) {
        if (port->input) std::memset(port->bytes, 0, port->count);
      }
      return model.release();
    } catch (...) {
      return nullptr;
    }

    NMS_EXPORT void nms_delete(void* handle) {
      auto* model = static_cast<Model*>(handle);
      enter(model);
    #if NMS_TRACE
      if (model->tracing) {
        if (!model->failed) dump(model, false);
        model->trace->close();
      }
      model->trace.reset();
    #endif
      if (!model->failed) try { model->top->final(); } catch (const Abandoned&) {}
      model->top.reset();
      delete model;
    }

    NMS_EXPORT int32_t nms_settle(void* handle) {
      auto* model = static_cast<Model*>(handle);
      return guarded(model, [=] { settle(model); });
    }

    NMS_EXPORT int32_t nms_step(void* handle) {
      auto* model = static_cast<Model*>(handle);
      return guarded(model, [=] { step(model); });
    }

    NMS_EXPORT int32_t nms_run(void* handle, uint64_t count) {
      auto* model = static_cast<Model*>(handle);
      return guarded(model, [=] {
        for (uint64_t k = 0; k < count && !model->failed; ++k) {
          settle(model);
          if (!model->failed) step(model);
        }
      });
    }

    NMS_EXPORT uint64_t nms_ports(void* handle, nms_port* ports, uint64_t capacity) {
      Vm& top = *static_cast<Model*>(handle)->top;
      const nms_port table[] = {NMS_PORTS(top) {nullptr, 0, 0, nullptr, 0}};
      const uint64_t count = sizeof table / sizeof table[0] - 1;
      std::copy(table, table + std::min(count, capacity), ports);
      return count;
    }

    NMS_EXPORT uint64_t nms_hits(void* handle, uint32_t* hits, uint64_t capacity) {
      Vm& top = *static_cast<Model*>(handle)->top;
      (void)top;
      uint64_t count = 0;
    #define NMS_HIT(member) if (count < capacity) hits[count++] = member;
      NMS_HITS(NMS_HIT, top)
    #undef NMS_HIT
      return count;
    }

    NMS_EXPORT uint8_t* nms_reset(void* handle) { return static_cast<Model*>(handle)->reset; }

    NMS_EXPORT uint64_t* nms_cycles(void* handle) { return &static_cast<Model*>(handle)->cycles; }

    NMS_EXPORT const char* nms_message(void* handle) {
      return static_cast<Model*>(handle)->message.c_str();
    }

    NMS_EXPORT const char* nms_printed(void* handle) {
      return static_cast<Model*>(handle)->printed.c_str();
    }

    NMS_EXPORT void nms_clear_printed(void* handle) { static_cast<Model*>(handle)->printed.clear(); }

    NMS_EXPORT int32_t nms_trace_open(void* handle, const char* path) {
    #if NMS_TRACE
      auto* model = static_cast<Model*>(handle);
      return guarded(model, [=] {
        if (!model->trace) {
          model->trace.reset(new VerilatedVcdC);
          model->top->trace(model->trace.get(), 99);
        }
        model->trace->open(path);
        model->tracing = model->trace->isOpen();
        if (!model->tracing) return;
        touch(*model->top->rootp, 0);
      }) || !model->tracing ? 1 : 0;
    #else
      (void)handle;
      (void)path;
      return -1;
    #endif
    }

    NMS_EXPORT void nms_trace_close(void* handle) {
    #if NMS_TRACE
      auto* model = static_cast<Model*>(handle);
      if (!model->tracing) return;
      enter(model);
      if (!model->failed) dump(model, false);
      model->trace->close();
      model->tracing = false;
    #else
      (void)handle;
    #endif
    }

    NMS_EXPORT uint64_t nms_state_size(void* handle) {
      uint64_t size = 0;
    #if NMS_COPYABLE
      visitState(static_cast<Model*>(handle), [&](void*, size_t count) { size += count; });
    #else
      (void)handle;
    #endif
      return size;
    }

    NMS_EXPORT void nms_state_save(void* handle, uint8_t* bytes) {
      visitState(static_cast<Model*>(handle), [&](void* part, size_t count) {
        std::memcpy(bytes, part, count);
        bytes += count;
      });
    }

    NMS_EXPORT void nms_state_load(void* handle, const uint8_t* bytes) {
      auto* model = static_cast<Model*>(handle);
      auto& symbols = *model->top->rootp->vlSymsp;
      (void)symbols;
      std::string queues;
      // Queues are empty between evaluations, but own memory that may have moved since the save.
    #define NMS_KEEP(member) queues.append((const char*)&symbols.member, sizeof symbols.member);
      NMS_QUEUES(NMS_KEEP)
    #undef NMS_KEEP
      visitState(model, [&](void* part, size_t count) {
        std::memcpy(part, bytes, count);
        bytes += count;
      });
      const char* kept = queues.data();
      (void)kept;
    #define NMS_PUT(member) \
      std::memcpy((void*)&symbols.member, kept, sizeof symbols.member), kept += sizeof symbols.member;
      NMS_QUEUES(NMS_PUT)
    #undef NMS_PUT
      if (!model->failed) {
        model->message.clear();
        model->context.gotFinish(false);
        model->context.gotError(false);
      }
    #if NMS_TRACE
      symbols.__Vm_activity = true;
      touch(*model->top->rootp, 0);
    #endif
    }
    """#
}
