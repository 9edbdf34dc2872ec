using System.CommandLine;
using System.Security.Cryptography;
using Headroom.Cli.Operating;
using Headroom.Cli.Rendering;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Sites;
using static Headroom.Cli.Verbs.VerbOptions;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom replay JOURNAL</c> and <c>headroom report JOURNAL --event E</c>: what a journal proves.</summary>
static class JournalVerbs
{
    public static Command Replay(Run run)
    {
        var journal = new Argument<string>("JOURNAL") { Description = "A journal's file, or postgres://user@host/database." };
        Option<bool> json = Json(), verbose = Verbose();
        var verb = new Command("replay", "Do again what a journal says was done, and compare every order bit for bit.") { journal, json, verbose };
        verb.SetAction(async (parsed, _) => (int)await ReplayAsync(run, parsed.GetValue(journal)!, parsed.GetValue(json), parsed.GetValue(verbose)));
        return verb;
    }

    public static Command Report(Run run)
    {
        var journal = new Argument<string>("JOURNAL") { Description = "A journal's file, or postgres://user@host/database." };
        Option<string?> of = Text("--event", "NAME", "The limit's name, as its authority calls it."),
            source = Text("--source", "SOURCE", "Whose limit, where several used the name: an id, an authority, or AUTHORITY/ID."),
            baseline = Text("--baseline", "METHOD", "hour-before: mean import of the hour before anybody knew of it; stated: the limit's own. hour-before unless stated."),
            key = Text("--signing-key", "PEM", "Sign with this key; the one that 'operate' made unless stated."), folder = Text("--out", "DIR", "Write report.json and its signature, report.jws, there.");
        Option<bool> json = Json();
        var verb = new Command("report", "Measurement and verification of one event, from the journal.") { journal, of, source, baseline, key, folder, json };
        verb.SetAction(async (parsed, _) => (int)await ReportAsync(run, new(
            parsed.GetValue(journal)!, parsed.GetValue(of), parsed.GetValue(source), parsed.GetValue(baseline),
            parsed.GetValue(key), parsed.GetValue(folder), parsed.GetValue(json))));
        return verb;
    }

    static async Task<ExitCode> ReplayAsync(Run run, string place, bool json, bool verbose)
    {
        await using IJournalStore? store = await OpenAsync(run, place);
        if (store is null) return ExitCode.WrongInput;
        ReplayAnswer answer;
        using (var progress = new ProgressLine(run.Terminal, verbose)) answer = await JournalReplay.RunAsync(store.ReadAsync(1, run.Stop), progress, run.Stop);
        run.Terminal.Out.Write(json ? JournalText.Json(answer) : JournalText.Of(answer));
        return answer.Holds ? ExitCode.Done : ExitCode.WorldSaysNo;
    }

    internal sealed record Asked(string Journal, string? Event, string? Source, string? Baseline, string? Key, string? Folder, bool Json);

    static async Task<ExitCode> ReportAsync(Run run, Asked asked)
    {
        List<Finding> findings = [];
        if (asked.Event is not { Length: > 0 }) findings.Add(Wrong("--event", "nothing", "the name of a limit", "Name the limit that the report is about."));
        if (asked.Baseline is not (null or "hour-before" or "stated")) findings.Add(Wrong("--baseline", asked.Baseline, "hour-before or stated", "Choose one of the two."));
        if (asked.Key is { } named && !File.Exists(named)) findings.Add(Wrong("--signing-key", named, "a file that is there", "Name the site's key."));
        if (findings.Count > 0)
        {
            FindingText.Write(run.Terminal.Error, findings, asked.Journal);
            return ExitCode.WrongInput;
        }
        await using IJournalStore? store = await OpenAsync(run, asked.Journal);
        if (store is null) return ExitCode.WrongInput;
        BaselineMethod method = asked.Baseline == "stated" ? BaselineMethod.Stated : BaselineMethod.HourBefore;
        EventAnswer answer = await EventReader.ReadAsync(store.ReadAsync(1, run.Stop), asked.Event!, asked.Source, method, run.Stop);
        switch (answer)
        {
            case EventAnswer.Ambiguous several:
                FindingText.Write(run.Terminal.Error, [Wrong("--source", asked.Source ?? "nothing", $"one of {string.Join(", ", several.Sources)}", $"Say whose {asked.Event} the report is about.")], asked.Journal);
                return ExitCode.WrongInput;
            case EventAnswer.Unknown unknown when asked.Source is { } source && unknown.Known.Contains(asked.Event!):
                FindingText.Write(run.Terminal.Error, [Wrong("--source", source, $"a source that set {asked.Event}", "Leave it out to see who did.")], asked.Journal);
                return ExitCode.WrongInput;
            case EventAnswer.Unknown unknown:
                FindingText.Write(run.Terminal.Error, [Wrong("--event", asked.Event!, unknown.Known.Count == 0 ? "a limit; the journal has none" : $"one of {string.Join(", ", unknown.Known)}", "Take a name as its authority wrote it.")], asked.Journal);
                return ExitCode.WrongInput;
            case EventAnswer.Broken broken:
                run.Terminal.Error.WriteLine($"The journal proves nothing: {broken.Fault}.");
                return ExitCode.WorldSaysNo;
        }
        return Tell(run, asked, ((EventAnswer.Told)answer).Report);
    }

    internal static ExitCode Tell(Run run, Asked asked, EventReport report)
    {
        string json = JournalText.Json(report), path = asked.Key ?? SigningKey.PathOf(asked.Journal, report.Site);
        string? signed = null;
        try
        {
            if (File.Exists(path))
            {
                using var key = SigningKey.Load(path);
                signed = key.Sign(System.Text.Encoding.UTF8.GetBytes(json));
            }
            if (asked.Folder is { } folder)
            {
                Directory.CreateDirectory(folder);
                File.WriteAllText(Path.Combine(folder, "report.json"), json);
                if (signed is not null) File.WriteAllText(Path.Combine(folder, "report.jws"), signed);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            FindingText.Write(run.Terminal.Error, [Wrong("--out", fault.Message, "files that can be read and written", "Check rights.")], asked.Journal);
            return ExitCode.WrongInput;
        }
        if (asked.Json) run.Terminal.Out.Write(json);
        else
        {
            run.Terminal.Out.Write(JournalText.Of(report));
            run.Terminal.Out.WriteLine(signed is null ? $"Not signed: there is no key at {path}." : asked.Folder is { } folder ? $"Wrote report.json and report.jws to {folder}." : "Signed; --out DIR writes the signature.");
        }
        return ExitCode.Done;
    }

    static async Task<IJournalStore?> OpenAsync(Run run, string place)
    {
        bool isDatabase = Dialect.IsPostgres(place);
        try
        {
            if (!isDatabase && !File.Exists(place)) throw new FileNotFoundException("no such file");
            Dialect dialect = isDatabase ? Dialect.Of(place) with { IsReadOnly = true } : Dialect.Sqlite(place, readOnly: true);
            SqlStore store = await SqlStore.OpenAsync(dialect, TimeProvider.System, run.Stop);
            await store.HeadAsync(run.Stop);
            return store;
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or IOException or UriFormatException or InvalidOperationException or ArgumentException)
        {
            FindingText.Write(run.Terminal.Error, [Wrong("JOURNAL", $"{Dialect.WithoutPassword(place)} ({fault.Message.TrimEnd('.')})", "a journal of 'headroom operate'", "Name the file that --store named, or the database.")], place);
            return null;
        }
    }

    static Finding Wrong(string path, string read, string expected, string remedy) => new(Severity.Wrong, path, read, expected, remedy) { File = "command line" };
}
