using System.CommandLine;
using System.Text;
using Headroom.Cli.Rendering;
using Headroom.Scenarios.Tokens;
using Headroom.Sites;
using static Headroom.Cli.Verbs.VerbOptions;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom tokens</c>: what a watt buys, for one piece of hardware or for several at equal latency.</summary>
static class TokensVerb
{
    public static Command Create(Run run)
    {
        Option<string?> model = Text("--model", "NAME", "A model of the catalog, such as llama-3.1-70b."),
            on = Text("--on", "HARDWARE", "A part and how many, or a rack: h200x8, gb200-nvl72."),
            compare = Text("--compare", "LIST", "Several of them, at equal latency (2 s and 50 ms unless stated)."),
            precision = Text("--precision", "bf16|fp8|fp4", "Format of the weights; the narrowest with a fit unless stated."),
            ttft = Text("--ttft", "TIME", "Longest mean wait for the first token, such as 2s."),
            tpot = Text("--tpot", "TIME", "Longest mean time per token, such as 50ms."),
            input = Text("--input", "TOKENS", "Mean tokens read per request; 1024 unless stated."),
            output = Text("--output", "TOKENS", "Mean tokens written per request; 1024 unless stated."),
            cap = Text("--cap", "POWER", "Cap of one board, such as 500W; ten steps to TDP unless stated."),
            batch = Text("--batch", "LIST", "Sequences at once, such as 64,128; powers of two unless stated."),
            replica = Text("--replica", "N", "Accelerators for one copy of the model."),
            utilisation = Text("--utilisation", "SHARE", "Share of the places taken when requests come at random, such as 80%."),
            draft = Text("--draft", "N", "Tokens drafted per step of speculative decoding."),
            acceptance = Text("--acceptance", "N", "Tokens gained per step of it; measure it."),
            pue = Text("--pue", "N", "Site power over IT power, instead of the catalog's plant at 20 °C."),
            points = Text("--points", "FILE", "Your own measurements (CSV); they come before the model."),
            folder = Text("--out", "DIR", "Write tokens.json, tokens.csv and tokens.svg there.");
        Option<bool> json = Json();
        var verb = new Command("tokens", "What a watt buys: tokens per joule by cap and batch, from the board to the meter.")
        {
            model, on, compare, precision, ttft, tpot, input, output, cap, batch, replica, utilisation, draft, acceptance, pue, points, folder, json,
        };
        verb.SetAction(parsed => (int)Tokens(run, new TokenOptions
        {
            Model = parsed.GetValue(model),
            On = parsed.GetValue(on),
            Compare = parsed.GetValue(compare),
            Precision = parsed.GetValue(precision),
            Ttft = parsed.GetValue(ttft),
            Tpot = parsed.GetValue(tpot),
            Input = parsed.GetValue(input),
            Output = parsed.GetValue(output),
            Cap = parsed.GetValue(cap),
            Batch = parsed.GetValue(batch),
            Replica = parsed.GetValue(replica),
            Utilisation = parsed.GetValue(utilisation),
            Draft = parsed.GetValue(draft),
            Acceptance = parsed.GetValue(acceptance),
            Pue = parsed.GetValue(pue),
            Points = parsed.GetValue(points),
        }, parsed.GetValue(folder), parsed.GetValue(json)));
        return verb;
    }

    static ExitCode Tokens(Run run, TokenOptions options, string? path, bool json)
    {
        TokenReading reading = run.Engine.Tokens(options);
        IReadOnlyList<Finding> findings = reading.Findings;
        OutputFolder? folder = null;
        if (path is not null)
        {
            (folder, IReadOnlyList<Finding> unwritable) = OutputFolder.Open(path);
            findings = [.. findings, .. unwritable];
        }
        if (reading.Request is not { } request || findings.Any(finding => finding.Severity == Severity.Wrong))
            return Refuse(run, new(null, [], findings), options, json);
        var document = new TokenDocument(request, [.. request.Asked.Select(TokenAnswer.Of)], findings);
        Save(folder, document);
        if (folder?.Fault is { } fault) return Refuse(run, new(null, [], [.. findings, fault]), options, json);
        if (json) run.Terminal.Out.Write(TokenJson.Text(document));
        else
        {
            if (document.IsComparison) ComparisonText.Write(run.Terminal, document);
            else TokenText.Write(run.Terminal, document);
            if (folder is { Written.Count: > 0 }) run.Terminal.Out.WriteLine($"Wrote {string.Join(", ", folder.Written)} to {path}.");
        }
        return document.Status == "ok" ? ExitCode.Done : ExitCode.WorldSaysNo;
    }

    static void Save(OutputFolder? folder, TokenDocument document)
    {
        if (folder is null) return;
        var plain = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        folder.Write("tokens.json", target => File.WriteAllText(target, TokenJson.Text(document), plain));
        if (!document.Answers.Any(answer => answer.Grid is not null)) return;
        folder.Write("tokens.csv", target => File.WriteAllText(target, TokenCsv.Text(document), plain));
        folder.Write("tokens.svg", target => File.WriteAllText(target, document.IsComparison ? ComparisonSvg.Text(document) : TokenSvg.Text(document), plain));
    }

    static ExitCode Refuse(Run run, TokenDocument document, TokenOptions options, bool json)
    {
        if (json) run.Terminal.Out.Write(TokenJson.Text(document));
        else FindingText.Write(run.Terminal.Error, document.Findings, options.Points ?? "command line");
        return ExitCode.WrongInput;
    }
}
