using BenchmarkDotNet.Running;
using Headroom.Bench;

// overhead [FILE] [RUNS]   one process that plans: how long it does anything but solve, and its peak memory
// solve                    the structured solver against HiGHS on the same rows
// tokens                   one frontier, all caps and batches: time and allocation
// heat                     one second of heat of 1,400 racks
// record [DAYS]            a day of seconds written as Parquet
// seconds                  100,000 accelerators for a day, at 1 s and at 0.1 s
// ahead                    a day looked ahead: size and time of its programs
// allocation               one division of a ceiling over 100,000 accelerators
// decision                 one whole beat of the controller for 100,000 accelerators
// compare                  a hyperscale campus over 15 regions and 4 strategies
// fleet [FILE] [GAP] [highs]  five coupled site-years as one program, with "highs" against HiGHS
// racks [RACKS] [TRAYS] [GPUS] [MS] [ROUNDS] [prefix]  caps of 1,400 emulated racks over Redfish: until the last is confirmed, and a steady second
// live [RACKS] [TRAYS] [GPUS] [MS]  the same under a live field and its controller at a beat of 1 s: from a limit's arrival to the last confirmed cap
// chain [RACKS] [LIMITS] [TRAYS] [GPUS] [each]  a VTN, the operator with journal and HTTP, 1,400 emulated racks: from a limit's statement to the last confirmed cap
// soak [FILE] [HOURS] [SPEED] [SEED] [FOLDER]  the operator faster than life against a VTN that misbehaves: memory, late beats, ceilings
// years [FILE] [GAP] [cores|highs]  a plan over years: bounds, gap, time and memory; its program on one core and on all, or against HiGHS
// fleet-years [FILE] [GAP] [piece]  the same of a fleet; with "piece" its program alone, every promise dear
// anything else            BenchmarkDotNet, with its own options: --filter '*'
switch (args.FirstOrDefault())
{
    case "overhead": return Overhead.Measure(args.ElementAtOrDefault(1) ?? "examples/hyperscale.yaml", int.Parse(args.ElementAtOrDefault(2) ?? "3", null));
    case "solve": return Solve.Compare();
    case "tokens": return Tokens.Measure();
    case "record": return Record.Measure(int.Parse(args.ElementAtOrDefault(1) ?? "1", null));
    case "seconds": return Seconds.Measure();
    case "ahead": return Ahead.Measure();
    case "heat": return HeatSteps.Measure();
    case "allocation": return Allocation.Measure();
    case "decision": return Decision.Measure();
    case "compare": return Regions.Measure();
    case "fleet": return Fleets.Measure(args.ElementAtOrDefault(1) ?? "examples/fleet.yaml", double.Parse(args.ElementAtOrDefault(2) ?? "1e-3", null), args.Contains("highs"));
    case "racks": return await RackCaps.MeasureAsync(args[1..]);
    case "live": return await LiveBeats.MeasureAsync(args[1..]);
    case "chain": return await Chain.RunAsync(args[1..]);
    case "chain-emulated": return await ChainEmulation.RunAsync(args[1..]);
    case "soak": return await Soak.RunAsync(args[1..]);
    case "racks-emulated": return await RackCaps.EmulateAsync(args[1..]);
    case "years" when args.Contains("cores"): return Growth.SideBySide(args[1], double.Parse(args[2], null));
    case "years" when args.Contains("highs"): return Growth.AgainstHighs(args[1], double.Parse(args[2], null));
    case "years": return Growth.Measure(args.ElementAtOrDefault(1) ?? "examples/growing.yaml", double.Parse(args.ElementAtOrDefault(2) ?? "1e-3", null));
    case "fleet-years": return FleetGrowth.Measure(args.ElementAtOrDefault(1) ?? "examples/fleet-years.yaml", double.Parse(args.ElementAtOrDefault(2) ?? "1e-3", null), args.Contains("piece"));
    default: BenchmarkSwitcher.FromAssembly(typeof(Micro).Assembly).Run(args); return 0;
}
