using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Headroom.Cli;
using Headroom.Protocols.OpenAdr;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.TestKit.OpenAdr;

namespace Headroom.Bench;

/// <summary>Everything of a chain that runs: VTN here, racks and meter in one process, the operator in another.</summary>
internal sealed class ChainParts : IAsyncDisposable
{
    private readonly Process emulated;
    private SoakedProcess operated;
    private readonly AdrProgram program;

    private ChainParts(Vtn vtn, Process emulated, SoakedProcess operated, AdrProgram program) => (Vtn, this.emulated, this.operated, this.program) = (vtn, emulated, operated, program);

    public Vtn Vtn { get; }

    /// <summary>Import of all racks at their full draw.</summary>
    public double UsualWatts { get; private set; }

    /// <summary>How long decisions took, in seconds, of every beat that was looked at.</summary>
    public List<double> Decisions { get; } = [];

    public static async Task<ChainParts> StartAsync(string folder, int racks, int trays, int gpus)
    {
        string site = Path.Combine(folder, "campus.yaml");
        string text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "campus.yaml"));
        await File.WriteAllTextAsync(site, text.Replace("RACKS", Text(racks), StringComparison.Ordinal).Replace("PEAK", Text(1e8 * racks / 1400), StringComparison.Ordinal)
            .Replace("WORK", Text(2.5e27 * racks / 1400), StringComparison.Ordinal));
        LivePlan plan = PlanOf(site);
        LiveBank bank = plan.Banks[0];
        (double low, double high) = (bank.RackOf(Power.FromSi(400)).Watts, bank.RackOf(Power.FromSi(1000)).Watts);
        double slope = (high - low) / 600, most = bank.AcceleratorOf(bank.Full).Watts;
        Process emulated = RackCaps.Start("chain-emulated", [Text(racks), Text(trays), Text(gpus), Text(most), Text(low - 400 * slope), Text(slope), Text(plan.Facts.EfficiencyFraction)]);
        StringBuilder field = new($"field: chain\nredfish: {{capLatency: 2 s, inputSensor: none}}\n");
        List<string> lines = [];
        while (await emulated.StandardOutput.ReadLineAsync() is { } line && line != "ready") lines.Add(line);
        field.AppendLine(CultureInfo.InvariantCulture, $"meter: {{kind: sunspec, address: \"127.0.0.1:{lines[^1]}\", unit: 1}}\nracks:");
        for (int k = 0; k < racks; k++)
            field.AppendLine(CultureInfo.InvariantCulture, $"  - {{names: [R-{k:0000}], address: \"{lines[k]}\", part: \"{bank.Part}\", rack: {bank.Rack}}}");
        await File.WriteAllTextAsync(Path.Combine(folder, "field.yaml"), field.ToString());
        Vtn vtn = await Vtn.StartAsync(new() { HasBroker = true });
        AdrProgram program = vtn.Add(new AdrProgram { Name = "capacity" });
        vtn.Add(Event(program, EventTypes.ImportSubscription, AdrDuration.Forever, 300e6));
        await File.WriteAllTextAsync(Path.Combine(folder, "grid.yaml"), $"grid: chain\nopenAdr:\n  - {{name: chain, url: \"{vtn.Url}\", clientId: ven_client, secretVariable: CHAIN_SECRET, poll: 30 s}}\n");
        SoakedProcess operated = await SoakedProcess.StartAsync(site, Path.Combine(folder, "chain.db"), folder,
            ["--field", Path.Combine(folder, "field.yaml"), "--grid", Path.Combine(folder, "grid.yaml")], new Dictionary<string, string> { ["CHAIN_SECRET"] = "ven_secret" });
        ChainParts parts = new(vtn, emulated, operated, program);
        await parts.BeginAsync();
        return parts;
    }

    /// <summary>States a limit from now on and waits until its caps are confirmed.</summary>
    public async Task<(AdrEvent Stated, ChainTrial Trial)> TryAsync(double watts)
    {
        operated.Forget();
        await emulated.StandardInput.WriteLineAsync($"watch {Text(watts)}");
        long posted = Stopwatch.GetTimestamp();
        AdrEvent stated = Vtn.Add(Event(program, EventTypes.ImportLimit, AdrDuration.Of(TimeSpan.FromHours(2)), watts));
        (long takenAt, long confirmedAt) = await operated.ConfirmedAsync(TimeSpan.FromSeconds(30));
        double[] told = [];
        for (int k = 0; k < 200 && (told.Length == 0 || told[0] == 0); k++, await Task.Delay(25)) told = await TellAsync();
        if (told[0] == 0) throw new InvalidOperationException($"import stays at {told[4]:0} W above {watts:0} W");
        await LookAsync();
        double Since(double stamp) => (stamp - posted) / Stopwatch.Frequency;
        ChainTrial trial = new(Since(takenAt), (double)(confirmedAt - takenAt) / Stopwatch.Frequency, Since(told[2]), Since(told[0]), Since(Math.Max(confirmedAt, told[0])), (int)told[3], SoakedProcess.Load());
        return (stated, trial);
    }

    /// <summary>Kills the operator, states a lower limit while nobody is there, and starts it anew.</summary>
    /// <returns>The limit; seconds from the kill until it acts, and until import is under the limit in truth.</returns>
    public async Task<(AdrEvent Stated, double Acts, double Under)> KillAsync(double watts)
    {
        await emulated.StandardInput.WriteLineAsync($"watch {Text(watts)}");
        long killed = Stopwatch.GetTimestamp();
        await operated.KillAsync();
        AdrEvent stated = Vtn.Add(Event(program, EventTypes.ImportLimit, AdrDuration.Of(TimeSpan.FromHours(2)), watts));
        operated = operated.Again();
        await operated.ActsAsync(TimeSpan.FromMinutes(1));
        double acts = Stopwatch.GetElapsedTime(killed).TotalSeconds;
        double[] told = [];
        for (int k = 0; k < 1000 && (told.Length == 0 || told[0] == 0); k++, await Task.Delay(25)) told = await TellAsync();
        if (told[0] == 0) throw new InvalidOperationException($"import stays at {told[4]:0} W above {watts:0} W");
        return (stated, acts, (told[0] - killed) / Stopwatch.Frequency);
    }

    /// <summary>Waits until nothing holds racks back any more.</summary>
    public async Task<bool> RecoversAsync()
    {
        for (int k = 0; k < 240; k++, await Task.Delay(500))
            if ((await TellAsync())[4] > 0.985 * UsualWatts) return true;
        return false;
    }

    /// <summary>What beats cost while nothing comes.</summary>
    public async Task SteadyAsync(TimeSpan length)
    {
        await Task.Delay(2000);
        (TimeSpan before, long began) = (operated.ProcessorTime, Stopwatch.GetTimestamp());
        long first = await LookAsync();
        await Task.Delay(length);
        (double megabytes, double most) = operated.Megabytes();
        long beats = await LookAsync() - first;
        double share = (operated.ProcessorTime - before) / Stopwatch.GetElapsedTime(began);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"steady for {length.TotalSeconds:0} s, {beats} beats: {100 * share:0.0} % of one core, {megabytes:0} MB resident, {most:0} MB at most so far (planning included)"));
    }

    public async ValueTask DisposeAsync()
    {
        await operated.StopAsync();
        await operated.DisposeAsync();
        await emulated.StandardInput.WriteLineAsync();
        await emulated.WaitForExitAsync();
        emulated.Dispose();
        await Vtn.DisposeAsync();
    }

    private async Task BeginAsync()
    {
        double before = 0;
        for (int k = 0; k < 120; k++, await Task.Delay(1000))
        {
            if (await operated.GetAsync("/api/v1/now") is not { } now || now.GetProperty("beat").GetInt64() < 10) continue;
            double import = (await TellAsync())[4];
            // all racks are found, and what they draw stands still
            if (import == before && now.GetProperty("limits").GetArrayLength() > 0)
            {
                UsualWatts = import;
                return;
            }
            before = import;
        }
        throw new InvalidOperationException("the site does not come to rest");
    }

    private async Task<double[]> TellAsync()
    {
        await emulated.StandardInput.WriteLineAsync("told");
        return [.. (await emulated.StandardOutput.ReadLineAsync())!.Split(' ').Select(one => double.Parse(one, CultureInfo.InvariantCulture))];
    }

    /// <summary>The beat that was done last.</summary>
    private async Task<long> LookAsync()
    {
        if (await operated.GetAsync("/api/v1/now") is not { } now) return 0;
        Decisions.Add(now.GetProperty("timing").GetProperty("decisionSeconds").GetDouble());
        return now.GetProperty("beat").GetInt64();
    }

    private static LivePlan PlanOf(string file)
    {
        (Site? site, IReadOnlyList<Finding> findings) = Engine.Real.Read(file);
        if (site is null) throw new InvalidOperationException(string.Join("; ", findings));
        PlanAnswer answer = Engine.Real.Formulate(site).Plan(1e-4, null, default);
        PlannedYear year = (answer as PlanAnswer.Planned)?.Report.Orders ?? throw new InvalidOperationException("the site of the chain has no plan");
        return LivePlan.Open(new() { Site = site, Plan = year, Length = TimeSpan.FromHours(site.Year.Hours) }).Plan!;
    }

    private static AdrEvent Event(AdrProgram program, string type, AdrDuration length, double watts) => new()
    {
        ProgramId = program.Id,
        Period = new(AdrMoment.Now, length),
        Descriptors = [new(type) { Units = "KW" }],
        Intervals = [new(0, null, [AdrPayload.Of(type, watts / 1e3)])],
    };

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
