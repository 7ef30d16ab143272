// A channel of a DRAM for simulation: what it stores, when it answers, and what it must not be asked.
//
// One command a clock. A READ puts its row's words on read_data CL clocks after it, for BURST_CLOCKS
// clocks; outside these clocks read_data is unknown. A WRITE takes write_data CWL clocks after it; a byte
// whose bit of write_mask is 1 stays as it was. reset closes all rows and forgets all distances, and
// leaves what is stored.
//
// A command that breaks the protocol is printed (VERBOSE), counted and remembered by its rule; the
// command happens nevertheless, as far as it can: without an open row nothing is read or written.
// Initialisation and mode registers are not modelled; refreshes are due, but nothing is lost without
// them. Clocks are counted in 32 bits.
//
// A testbench may fill and read `storage`: clock w of burst c of row r of bank b is
// storage[((b * ROWS + r) * BURSTS + c) * BURST_CLOCKS + w].
//
// The defaults are a channel of Wide I/O SDR-200.

// What happens in a clock happens in an order, so it is written with blocking assignments; the pins alone
// change behind the edge.
/* verilator lint_off BLKSEQ */
/* verilator lint_off UNUSEDSIGNAL */
module dram_model #(
  parameter BANKS = 4,               // a power of two
  parameter BANK_GROUPS = 1,         // the low bits of a bank name its group
  parameter ROWS = 4096,             // rows of a bank that are modelled
  parameter BURSTS = 32,             // bursts of a row
  parameter BURST_CLOCKS = 4,        // clocks of a burst on the data pins
  parameter DATA_BITS = 128,         // of the data pins in a clock
  parameter CL = 3,                  // all that follow: clocks
  parameter CWL = 1,
  parameter T_RCD = 4,
  parameter T_RP = 4,
  parameter T_RPAB = 4,
  parameter T_RAS = 9,
  parameter T_RC = 12,
  parameter T_CCD_S = 1,
  parameter T_CCD_L = 1,
  parameter T_RRD_S = 2,
  parameter T_RRD_L = 2,
  parameter T_FAW = 10,
  parameter WINDOW_ACTIVATES = 2,    // that T_FAW may hold
  parameter T_WR = 3,
  parameter T_WTR_S = 4,
  parameter T_WTR_L = 4,
  parameter T_RTP = 4,
  parameter BUS_TURNAROUND = 1,      // empty clocks between data of the two directions
  parameter T_REFI = 3120,
  parameter T_RFC = 18,
  parameter POSTPONED_REFRESHES = 0, // refreshes that may be owed
  parameter T_RFC_PB = 0,            // refresh of one bank; 0 if there is none
  parameter T_PBR2PBR = 0,           // to the refresh of another bank
  parameter T_PBR2ACT = 0,           // to an activate of another bank
  parameter FILL = -1,               // 0 to 255: what every byte starts as; unknown otherwise
  parameter VERBOSE = 1,             // violations are printed
  parameter BANK_BITS = BANKS < 2 ? 1 : $clog2(BANKS),
  parameter ROW_BITS = ROWS < 2 ? 1 : $clog2(ROWS),
  parameter COLUMN_BITS = BURSTS < 2 ? 1 : $clog2(BURSTS)
) (
  input clk,
  input reset,
  input command_valid,
  input [2:0] command_kind,          // ACTIVATE to REFRESH_BANK below
  input [BANK_BITS-1:0] command_bank,
  input [ROW_BITS-1:0] command_row,  // of an ACTIVATE
  input [COLUMN_BITS-1:0] command_column, // of a READ or WRITE, counted in bursts
  input [DATA_BITS-1:0] write_data,
  input [DATA_BITS/8-1:0] write_mask,
  output reg [DATA_BITS-1:0] read_data,
  output reg read_valid,             // for testbenches: a controller counts clocks
  output reg violated,               // sticky
  output reg [31:0] violations,      // how many
  output reg [31:0] violated_rules   // sticky, bit RULE_...
);
  localparam [2:0] ACTIVATE = 0, READ = 1, WRITE = 2, PRECHARGE = 3, PRECHARGE_ALL = 4, REFRESH = 5;
  localparam [2:0] REFRESH_BANK = 6;

  localparam RULE_ADDRESS = 1;
  localparam RULE_ACTIVATE_OF_OPEN_BANK = 2;
  localparam RULE_ACCESS_TO_CLOSED_BANK = 3;
  localparam RULE_REFRESH_OF_OPEN_BANK = 5;
  localparam RULE_RCD = 6;
  localparam RULE_RP = 7;
  localparam RULE_RPAB = 8;
  localparam RULE_RAS = 9;
  localparam RULE_RC = 10;
  localparam RULE_CCD_S = 11;
  localparam RULE_CCD_L = 12;
  localparam RULE_RRD_S = 13;
  localparam RULE_RRD_L = 14;
  localparam RULE_FAW = 15;
  localparam RULE_WR = 16;
  localparam RULE_WTR_S = 17;
  localparam RULE_WTR_L = 18;
  localparam RULE_RTP = 19;
  localparam RULE_RFC = 20;
  localparam RULE_DATA_BUS = 21;
  localparam RULE_BUS_TURNAROUND = 22;
  localparam RULE_REFRESH_DEADLINE = 23;
  localparam RULE_REFRESH_OF_BANK = 24;
  localparam RULE_REFRESH_ORDER = 25;
  localparam RULE_RFC_PB = 26;
  localparam RULE_PBR2PBR = 27;
  localparam RULE_PBR2ACT = 28;

  localparam WORDS = BANKS * ROWS * BURSTS * BURST_CLOCKS;
  localparam GROUPS = BANK_GROUPS;
  localparam WINDOW = WINDOW_ACTIVATES;
  localparam NEVER = -(1 << 30);
  // Clocks ahead that words on the data pins are planned for.
  localparam HORIZON = 128;

  reg [DATA_BITS-1:0] storage [0:WORDS-1];
  reg [DATA_BITS-1:0] word;

  integer now;
  reg [BANKS-1:0] is_open;
  reg [BANKS-1:0] was_all;            // the last precharge was one of all banks
  integer open_row [0:BANKS-1];
  integer activated [0:BANKS-1];
  integer precharged [0:BANKS-1];
  integer read [0:BANKS-1];
  integer written [0:BANKS-1];
  integer group_activated [0:GROUPS-1];
  integer group_read [0:GROUPS-1];
  integer group_written [0:GROUPS-1];
  integer window [0:WINDOW-1];
  integer oldest;
  integer last_activate, last_read, last_write, last_refresh;
  integer bus_end;
  reg bus_is_write;
  integer last_bank_refresh, last_refreshed;
  integer refreshed_at [0:BANKS-1];
  reg [BANKS-1:0] refreshed;          // banks that had theirs since all had
  integer credited [0:BANKS-1];
  integer fewest, reported, next_refresh;

  reg [HORIZON-1:0] reads, writes;
  integer read_word [0:HORIZON-1];
  integer write_word [0:HORIZON-1];

  integer bank, row, column, group, place, start, i;

  function [8*18-1:0] name(input integer rule);
    case (rule)
      RULE_ADDRESS: name = "address";
      RULE_ACTIVATE_OF_OPEN_BANK: name = "activateOfOpenBank";
      RULE_ACCESS_TO_CLOSED_BANK: name = "accessToClosedBank";
      RULE_REFRESH_OF_OPEN_BANK: name = "refreshOfOpenBank";
      RULE_RCD: name = "tRCD";
      RULE_RP: name = "tRP";
      RULE_RPAB: name = "tRPab";
      RULE_RAS: name = "tRAS";
      RULE_RC: name = "tRC";
      RULE_CCD_S: name = "tCCD_S";
      RULE_CCD_L: name = "tCCD_L";
      RULE_RRD_S: name = "tRRD_S";
      RULE_RRD_L: name = "tRRD_L";
      RULE_FAW: name = "tFAW";
      RULE_WR: name = "tWR";
      RULE_WTR_S: name = "tWTR_S";
      RULE_WTR_L: name = "tWTR_L";
      RULE_RTP: name = "tRTP";
      RULE_RFC: name = "tRFC";
      RULE_DATA_BUS: name = "dataBus";
      RULE_BUS_TURNAROUND: name = "busTurnaround";
      RULE_REFRESH_OF_BANK: name = "refreshOfBank";
      RULE_REFRESH_ORDER: name = "refreshOrder";
      RULE_RFC_PB: name = "tRFCpb";
      RULE_PBR2PBR: name = "tpbR2pbR";
      RULE_PBR2ACT: name = "tpbR2act";
      default: name = "refreshDeadline";
    endcase
  endfunction

  task fail(input integer rule, input integer required, input integer found);
    begin
      violated = 1'b1;
      violations = violations + 1;
      violated_rules[rule[4:0]] = 1'b1;
      if (VERBOSE != 0) begin
        if (required > 0)
          $display("%m: clock %0d: %0s of bank %0d: %0d clocks are required, %0d found",
                   now, name(rule), bank, required, found);
        else
          $display("%m: clock %0d: %0s: bank %0d, row %0d, column %0d", now, name(rule), bank, row,
                   column);
      end
    end
  endtask

  // At least so many clocks must lie between an event and this one.
  task demand(input integer rule, input integer required, input integer since);
    if (now - since < required) fail(rule, required, now - since);
  endtask

  task forget;
    begin
      now = 0;
      is_open = 0;
      was_all = 0;
      for (i = 0; i < BANKS; i = i + 1) begin
        open_row[i] = 0;
        activated[i] = NEVER;
        precharged[i] = NEVER;
        read[i] = NEVER;
        written[i] = NEVER;
        refreshed_at[i] = NEVER;
        credited[i] = 0;
      end
      for (i = 0; i < GROUPS; i = i + 1) begin
        group_activated[i] = NEVER;
        group_read[i] = NEVER;
        group_written[i] = NEVER;
      end
      for (i = 0; i < WINDOW; i = i + 1) window[i] = NEVER;
      oldest = 0;
      last_activate = NEVER;
      last_read = NEVER;
      last_write = NEVER;
      last_refresh = NEVER;
      bus_end = NEVER;
      bus_is_write = 1'b0;
      last_bank_refresh = NEVER;
      last_refreshed = 0;
      refreshed = 0;
      fewest = 0;
      reported = 0;
      reads = 0;
      writes = 0;
      bank = 0;
      row = 0;
      column = 0;
      violated = 1'b0;
      violations = 0;
      violated_rules = 0;
    end
  endtask

  // The refresh of a bank opens rows inside and counts as an activate.
  task open_rows;
    begin
      demand(RULE_RRD_S, T_RRD_S, last_activate);
      demand(RULE_RRD_L, T_RRD_L, group_activated[group]);
      demand(RULE_FAW, T_FAW, window[oldest]);
      window[oldest] = now;
      oldest = oldest == WINDOW - 1 ? 0 : oldest + 1;
    end
  endtask

  task activate;
    begin
      if (is_open[command_bank]) fail(RULE_ACTIVATE_OF_OPEN_BANK, 0, 0);
      demand(RULE_RC, T_RC, activated[command_bank]);
      if (was_all[command_bank]) demand(RULE_RPAB, T_RPAB, precharged[command_bank]);
      else demand(RULE_RP, T_RP, precharged[command_bank]);
      demand(RULE_RFC_PB, T_RFC_PB, refreshed_at[command_bank]);
      if (last_refreshed != bank) demand(RULE_PBR2ACT, T_PBR2ACT, last_bank_refresh);
      open_rows;
      last_activate = now;
      group_activated[group] = now;
      is_open[command_bank] = 1'b1;
      open_row[command_bank] = row;
      activated[command_bank] = now;
      read[command_bank] = NEVER;
      written[command_bank] = NEVER;
    end
  endtask

  // A precharge of a closed bank does nothing.
  task precharge(input integer index, input is_all);
    if (is_open[index[BANK_BITS-1:0]]) begin
      demand(RULE_RAS, T_RAS, activated[index]);
      demand(RULE_RTP, T_RTP, read[index]);
      demand(RULE_WR, T_WR, written[index] + CWL + BURST_CLOCKS);
      is_open[index[BANK_BITS-1:0]] = 1'b0;
      was_all[index[BANK_BITS-1:0]] = is_all;
      precharged[index] = now;
    end
  endtask

  task take_bus(input is_write);
    begin
      start = now + (is_write ? CWL : CL);
      if (start < bus_end) fail(RULE_DATA_BUS, 0, 0);
      else if (is_write != bus_is_write && start < bus_end + BUS_TURNAROUND)
        fail(RULE_BUS_TURNAROUND, BUS_TURNAROUND, start - bus_end);
      if (start + BURST_CLOCKS > bus_end) begin
        bus_end = start + BURST_CLOCKS;
        bus_is_write = is_write;
      end
    end
  endtask

  task access(input is_write);
    begin
      if (!is_open[command_bank]) fail(RULE_ACCESS_TO_CLOSED_BANK, 0, 0);
      else demand(RULE_RCD, T_RCD, activated[command_bank]);
      demand(RULE_CCD_S, T_CCD_S, is_write ? last_write : last_read);
      demand(RULE_CCD_L, T_CCD_L, is_write ? group_written[group] : group_read[group]);
      if (!is_write) begin
        demand(RULE_WTR_S, T_WTR_S, last_write + CWL + BURST_CLOCKS);
        demand(RULE_WTR_L, T_WTR_L, group_written[group] + CWL + BURST_CLOCKS);
      end
      take_bus(is_write);
      place = ((bank * ROWS + open_row[command_bank]) * BURSTS + column) * BURST_CLOCKS;
      for (i = 0; i < BURST_CLOCKS; i = i + 1)
        if (is_write) begin
          writes[(now + CWL + i) % HORIZON] = is_open[command_bank];
          write_word[(now + CWL + i) % HORIZON] = place + i;
        end else begin
          reads[(now + CL + i) % HORIZON] = is_open[command_bank];
          read_word[(now + CL + i) % HORIZON] = place + i;
        end
      if (is_write) begin
        last_write = now;
        group_written[group] = now;
        written[command_bank] = now;
      end else begin
        last_read = now;
        group_read[group] = now;
        read[command_bank] = now;
      end
    end
  endtask

  // No more refreshes are ahead of time than may be postponed.
  task credit(input integer index);
    if (credited[index] < now / T_REFI + (POSTPONED_REFRESHES > 1 ? POSTPONED_REFRESHES : 1))
      credited[index] = credited[index] + 1;
  endtask

  task count_fewest;
    begin
      fewest = credited[0];
      for (i = 1; i < BANKS; i = i + 1) if (credited[i] < fewest) fewest = credited[i];
    end
  endtask

  task refresh_bank;
    if (T_RFC_PB == 0) fail(RULE_REFRESH_OF_BANK, 0, 0);
    else begin
      if (is_open[command_bank]) fail(RULE_REFRESH_OF_OPEN_BANK, 0, 0);
      else if (was_all[command_bank]) demand(RULE_RPAB, T_RPAB, precharged[command_bank]);
      else demand(RULE_RP, T_RP, precharged[command_bank]);
      demand(RULE_RFC_PB, T_RFC_PB, refreshed_at[command_bank]);
      if (last_refreshed != bank) demand(RULE_PBR2PBR, T_PBR2PBR, last_bank_refresh);
      open_rows;
      if (refreshed[command_bank]) begin
        fail(RULE_REFRESH_ORDER, 0, 0);
        refreshed = 0;
      end
      refreshed[command_bank] = 1'b1;
      if (&refreshed) refreshed = 0;
      last_bank_refresh = now;
      last_refreshed = bank;
      refreshed_at[command_bank] = now;
      credit(bank);
      count_fewest;
    end
  endtask

  task refresh;
    begin : banks
      last_refresh = now;
      demand(RULE_RFC_PB, T_RFC_PB, last_bank_refresh);
      refreshed = 0;
      for (i = 0; i < BANKS; i = i + 1) credit(i);
      count_fewest;
      for (i = 0; i < BANKS; i = i + 1)
        if (is_open[i]) fail(RULE_REFRESH_OF_OPEN_BANK, 0, 0);
        else if (!was_all[i]) demand(RULE_RP, T_RP, precharged[i]);
        else if (now - precharged[i] < T_RPAB) begin
          demand(RULE_RPAB, T_RPAB, precharged[i]);
          disable banks;
        end
    end
  endtask

  task decode;
    begin
      bank = {{32-BANK_BITS{1'b0}}, command_bank};
      row = {{32-ROW_BITS{1'b0}}, command_row};
      column = {{32-COLUMN_BITS{1'b0}}, command_column};
      group = bank % GROUPS;
      if ((command_kind < PRECHARGE_ALL || command_kind == REFRESH_BANK) && bank >= BANKS
          || command_kind == ACTIVATE && row >= ROWS
          || (command_kind == READ || command_kind == WRITE) && column >= BURSTS
          || command_kind > REFRESH_BANK)
        fail(RULE_ADDRESS, 0, 0);
      else begin
        demand(RULE_RFC, T_RFC, last_refresh);
        case (command_kind)
          ACTIVATE: activate;
          READ: access(1'b0);
          WRITE: access(1'b1);
          PRECHARGE: precharge(bank, 1'b0);
          PRECHARGE_ALL: for (i = 0; i < BANKS; i = i + 1) precharge(i, 1'b1);
          REFRESH: refresh;
          default: refresh_bank;
        endcase
      end
    end
  endtask

  initial begin
    if (FILL >= 0) for (i = 0; i < WORDS; i = i + 1) storage[i] = {DATA_BITS/8{FILL[7:0]}};
    forget;
    read_valid = 1'b0;
  end

  always @(posedge clk)
    if (reset) begin
      forget;
      read_valid <= 1'b0;
    end else begin
      next_refresh = (fewest > reported ? fewest : reported) + 1;
      if (now > (next_refresh + POSTPONED_REFRESHES) * T_REFI) begin
        reported = next_refresh;
        fail(RULE_REFRESH_DEADLINE, 0, 0);
      end
      if (command_valid) decode;

      if (writes[now % HORIZON]) begin
        place = write_word[now % HORIZON];
        word = storage[place];
        for (i = 0; i < DATA_BITS / 8; i = i + 1)
          if (!write_mask[i]) word[8*i +: 8] = write_data[8*i +: 8];
        storage[place] = word;
      end
      writes[now % HORIZON] = 1'b0;

      now = now + 1;
      read_valid <= reads[now % HORIZON];
      read_data <= reads[now % HORIZON] ? storage[read_word[now % HORIZON]] : {DATA_BITS{1'bx}};
      reads[now % HORIZON] = 1'b0;
    end
endmodule
/* verilator lint_on UNUSEDSIGNAL */
/* verilator lint_on BLKSEQ */
