using System.Globalization;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.OperatingPoints;
using Headroom.Sites;

namespace Headroom.Scenarios.Tokens;

/// <summary>Turns the options of <c>headroom tokens</c> into questions for the model; every fault is told at once.</summary>
public static class TokenReader
{
    private const double TokensByDefault = 1024;

    /// <summary>Comparisons are made at equal latency, so they have one unless told otherwise.</summary>
    private const double ComparedTpotSeconds = 0.05, ComparedTtftSeconds = 2;

    public static TokenReading Read(TokenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var texts = new OptionTexts();
        string? model = Model(options, texts);
        List<HardwareName> hardware = Hardware(options, texts);
        Precision? asked = PrecisionOf(options.Precision, model, texts);
        Wanted wanted = WantedOf(options, texts);
        OperatingPointReading? file = options.Points is null ? null : OperatingPointFile.Read(options.Points);
        foreach (Finding finding in file?.Findings ?? []) texts.Add(finding);
        foreach (Finding finding in file is null ? [] : PointSanity.Of(file.Points, Path.GetFileName(options.Points!))) texts.Add(finding);
        if (model is null || !texts.IsSound || hardware.Count == 0) return new(null, texts.Findings);

        MeasuredPoints? measured = file is null ? null : new(file.Points);
        AskedHardware[] all = [.. hardware.Select(one => Ask(HardwareCatalog.Model(model), one, asked, wanted, measured, texts, options.Compare is not null))];
        if (file is not null) all = [.. all.Select(one => one with { Notices = [.. one.Notices, .. TokenNotices.OfFile(file)] })];
        return texts.IsSound ? new(new(all, options.Compare is not null), texts.Findings) : new(null, texts.Findings);
    }

    /// <summary>The options beside model and hardware.</summary>
    private sealed record Wanted(
        double Input, double Output, double? Ttft, double? Tpot, IReadOnlyList<double> Caps, IReadOnlyList<double> Batches,
        int? Replica, double? Utilisation, Speculation Speculation, double? Pue);

    private static Wanted WantedOf(TokenOptions options, OptionTexts texts)
    {
        bool compared = options.Compare is not null;
        double? ttft = texts.Quantity("--ttft", options.Ttft, UnitTable.Duration, 1e-3, 3600, "1 ms to 1 h", "s");
        double? tpot = texts.Quantity("--tpot", options.Tpot, UnitTable.Duration, 1e-4, 60, "0.1 ms to 1 min", "ms");
        if (options is { On: null, Replica: not null })
            texts.Wrong("--replica", "a replica size for several kinds of hardware", "no --replica with --compare", "Each takes its best size.");
        if (compared)
            foreach ((string option, string? value) in new[] { ("--cap", options.Cap), ("--batch", options.Batch), ("--points", options.Points) })
                if (value is not null)
                    texts.Wrong(option, $"{option} with --compare", "one piece of hardware with --on", "Leave it out, or ask for each with --on.");
        return new(
            texts.Tokens("--input", options.Input) ?? TokensByDefault, texts.Tokens("--output", options.Output) ?? TokensByDefault,
            ttft ?? (compared ? ComparedTtftSeconds : null), tpot ?? (compared ? ComparedTpotSeconds : null),
            [.. OptionTexts.List(options.Cap).Select(text => texts.Quantity("--cap", text, UnitTable.Power, 1, 1e5, "1 W to 100 kW for one board", "W"))
                .OfType<double>().Distinct()],
            [.. OptionTexts.List(options.Batch).Select(text => texts.Number("--batch", text, 1, 1e6, "sequences at once, 1 or more"))
                .OfType<double>().Distinct()],
            (int?)texts.Number("--replica", options.Replica, 1, 72, "1 to 72 accelerators for one copy of the model", isWhole: true),
            texts.Quantity("--utilisation", options.Utilisation, UnitTable.Share, 0.01, 0.99, "a share of 1 % to 99 % of the places taken", "%"),
            SpeculationOf(options, texts),
            texts.Number("--pue", options.Pue, 1, 5, "site power over IT power, 1 to 5"));
    }

    private static Speculation SpeculationOf(TokenOptions options, OptionTexts texts)
    {
        double? draft = texts.Number("--draft", options.Draft, 1, 32, "1 to 32 tokens proposed per step", isWhole: true);
        double? gained = texts.Number("--acceptance", options.Acceptance, 1, 33, "tokens gained per step, 1 or more");
        if (options.Draft is null != options.Acceptance is null)
            texts.Wrong(options.Draft is null ? "--acceptance" : "--draft", "one without the other", "--draft 3 --acceptance 2.4",
                "How many drafted tokens are kept is a property of the workload: measure it.");
        if (draft is { } q && gained is { } a && a > q + 1)
            texts.Wrong("--acceptance", QuantityText.Number(a), $"at most {q + 1:0}, one more than is drafted", "Lower it.");
        if (options.Points is not null && options.Draft is not null)
            texts.Wrong("--draft", "speculation with --points", "one of them", "Measured times hold whatever was run; leave --draft out.");
        return draft is { } tokens && gained is { } length ? new((int)tokens, length) : Speculation.None;
    }

    private static string? Model(TokenOptions options, OptionTexts texts)
    {
        IReadOnlyList<string> names = HardwareCatalog.ModelNames;
        if (options.Model is null) texts.Wrong("--model", "no model", "a model of the catalog", $"Known: {string.Join(", ", names)}.");
        else if (ModelNames.Of(options.Model) is var name && names.Contains(name)) return name;
        else texts.Wrong("--model", $"\"{options.Model}\"", "a model of the catalog", Nearest.Remedy(options.Model, [.. names]));
        return null;
    }

    private static List<HardwareName> Hardware(TokenOptions options, OptionTexts texts)
    {
        (string option, string? text) = options.Compare is null ? ("--on", options.On) : ("--compare", options.Compare);
        if (options is { Compare: not null, On: not null })
            texts.Wrong("--on", "--on and --compare", "one of them", "Put everything to be compared into --compare.");
        IReadOnlyList<string> names = option == "--on" && text is not null ? [text] : OptionTexts.List(text);
        if (names.Count == 0)
            texts.Wrong(option, "no hardware", "--on h200x8, or --compare h100x8,h200x8", $"Known: {string.Join(", ", HardwareName.Known)}.");
        List<HardwareName> read = [];
        foreach (string name in names.Distinct())
        {
            (HardwareName? hardware, Finding? finding) = HardwareName.Read(name, option);
            if (hardware is not null) read.Add(hardware);
            if (finding is not null) texts.Add(finding);
        }
        return read;
    }

    private static Precision? PrecisionOf(string? text, string? model, OptionTexts texts)
    {
        if (text is null) return null;
        string[] known = model is null ? ["bf16", "fp8", "fp4"] : [.. HardwareCatalog.PrecisionsOf(model)];
        string word = text.Trim().ToLowerInvariant() switch
        {
            "bfloat16" => "bf16",
            "nvfp4" or "mxfp4" or "int4" => "fp4",
            var other => other,
        };
        if (known.Contains(word)) return Enum.Parse<Precision>(word, ignoreCase: true);
        texts.Wrong("--precision", $"\"{text}\"", string.Join(", ", known), model is null ? "Choose one." : $"{model} is served in these.");
        return null;
    }

    private static AskedHardware Ask(
        Model model, HardwareName hardware, Precision? asked, Wanted wanted, MeasuredPoints? measured, OptionTexts texts, bool compared)
    {
        (Precision precision, string why) = asked is { } given ? (given, "as asked") : Narrowest(model, hardware.Rack.Accelerator);
        TimeSpan Limit(double? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : ServingShape.Whenever;
        var shape = new ServingShape(precision, wanted.Input.Tokens, wanted.Output.Tokens, Limit(wanted.Tpot), Limit(wanted.Ttft))
        {
            UtilisationFraction = wanted.Utilisation,
            Speculation = wanted.Speculation,
        };
        (double ratio, string site) = TokenNotices.Site(hardware, wanted.Pue);
        int domain = hardware.Rack.AcceleratorsPerDomain;
        bool isChosen = compared || hardware.IsRackScale || hardware.Rack.Accelerators > domain;      // else one replica over all of them
        var question = new TokenQuestion(model, hardware.Rack, shape)
        {
            Accelerators = wanted.Replica ?? (isChosen ? null : hardware.Rack.Accelerators),
            CapsWatts = wanted.Caps,
            Batches = wanted.Batches,
            SitePerItRatio = ratio,
            Measured = measured,
        };
        if (wanted.Replica > domain)
            texts.Wrong("--replica", $"{wanted.Replica} accelerators", $"at most {domain}, which one fast interconnect joins in {hardware.Name}",
                $"Write --replica {domain} or fewer.");
        return Checked(hardware, question, why, site, texts);
    }

    private static AskedHardware Checked(HardwareName hardware, TokenQuestion question, string why, string site, OptionTexts texts)
    {
        int G = ReplicaChoice.For(question);
        FitChoice choice = question.Choice;
        bool estimate = hardware.IsEstimate || choice.Estimated || G > ReplicaChoice.MostFitted;
        var asked = new AskedHardware(
            hardware, question, why, site, TokenNotices.PowerError(choice, hardware.Rack.Accelerator.Name), estimate,
            TokenNotices.Of(question, hardware, G));
        if (!texts.IsSound) return asked;
        CheckCaps(hardware.Rack.Accelerator, question.CapsWatts, texts);
        if (!ReplicaChoice.Holds(question, G)) return asked with { WhyNot = TooLarge(question, G, hardware.Name) };
        CheckBatches(question, G, hardware.Name, texts);
        CheckMeasured(question, G, texts);
        double most = Math.Floor(ReplicaChoice.BatchMost(question, G));
        double[] tooMany = [.. question.Batches.Where(batch => batch > most).Order()];
        return asked with
        {
            Question = question with { Batches = [.. question.Batches.Where(batch => batch <= most)] },
            Hint = Hint(question, G, hardware.Name),
            Notices = tooMany.Length == 0 ? asked.Notices : [.. asked.Notices,
                $"Left out, since memory holds {QuantityText.Number(most, 6)} sequences: batch {string.Join(", ", tooMany.Select(batch => QuantityText.Number(batch, 6)))}."],
        };
    }

    private static void CheckCaps(Accelerator part, IReadOnlyList<double> caps, OptionTexts texts)
    {
        Power least = part.CapFloorFraction * part.Tdp;
        foreach (double cap in caps.Where(cap => cap < least.Watts || cap > part.Tdp.Watts))
            texts.Wrong("--cap", Power.FromSi(cap).ToString(), $"{least} to {part.Tdp} for one board of {part.Name}",
                cap > part.Tdp.Watts ? "Leave --cap out for no cap at all." : "Below it nothing was measured, and nothing is promised.");
    }

    private static void CheckBatches(TokenQuestion question, int G, string name, OptionTexts texts)
    {
        double most = Math.Floor(ReplicaChoice.BatchMost(question, G));
        if (question.Batches.Any(batch => batch <= most)) return;      // the others are left out, and said so
        foreach (double batch in question.Batches)
            texts.Wrong("--batch", $"{QuantityText.Number(batch, 6)} sequences of {(question.Shape.Input + question.Shape.Output).Tokens:0} tok",
                $"at most {QuantityText.Number(most, 6)}, which the memory of {G} × {question.Rack.Accelerator.Name} holds beside the weights",
                $"Lower it; on {name} memory binds before that.");
    }

    /// <summary>A table that has nothing for the question would be left aside without a word.</summary>
    private static void CheckMeasured(TokenQuestion question, int G, OptionTexts texts)
    {
        if (question.Measured is not { } points) return;
        (Model model, Accelerator part, ServingShape shape) = (question.Model, question.Rack.Accelerator, question.Shape);
        if (points.Configurations.Any(one => points.Find(
            part.Name, model.Name, shape.Precision, G, shape.Input, shape.Output, one.Cap) is not null)) return;
        string asked = $"{model.Name} {TokenNotices.Word(shape.Precision)} on {G} {part.Name}, {shape.Input.Tokens:0} tok in, {shape.Output.Tokens:0} tok out";
        IReadOnlyList<MeasuredShape> near = points.Nearest(part.Name, model.Name, shape.Precision, G, shape.Input, shape.Output);
        texts.Wrong("--points", $"no measurement of {asked}", "lengths within 10 %, and the same part, model, precision and replica",
            near.Count > 0 ? $"Nearest are {string.Join("; ", near)}."
                : $"The file holds {string.Join("; ", points.Configurations.Take(3))}{(points.Configurations.Count > 3 ? " and more" : "")}.");
    }

    private static string TooLarge(TokenQuestion question, int G, string name)
    {
        int least = ReplicaChoice.LeastToHold(question);
        string weights = $"{question.Model.Name} in {TokenNotices.Word(question.Shape.Precision)} takes "
            + $"{question.Model.Weights(question.Shape.Precision).Gigabytes:0} GB";
        return least > G
            ? $"{weights}: at least {least} accelerators of {question.Rack.Accelerator.Name} hold it, but the replica on {name} has {G}. "
                + (least <= question.Rack.AcceleratorsPerDomain ? $"Write --replica {least}."
                    : $"One fast interconnect joins {question.Rack.AcceleratorsPerDomain} here: name other hardware, or a narrower --precision.")
            : $"{weights}, which leaves no room on {G} accelerators for one sequence of {(question.Shape.Input + question.Shape.Output).Tokens:0} tok. "
                + "Shorten it, or name more accelerators.";
    }

    private static string? Hint(TokenQuestion question, int G, string name)
    {
        const double worthSaying = 1.02;
        if (question.Accelerators is null || question.Batches.Count > 0 || question.Measured is not null) return null;
        if (ReplicaChoice.MostTokens(question with { Accelerators = null }) is not { } best || best.Accelerators == G) return null;
        double now = ReplicaChoice.TokensOf(question, G);
        if (best.TokensPerSecond <= worthSaying * now) return null;
        string more = now > 0 ? $", {(best.TokensPerSecond / now - 1).ToString("0 %", CultureInfo.InvariantCulture)} more than {name} as one of {G}" : "";
        return $"{best.PerRack} replicas of {best.Accelerators} on the same hardware would serve "
            + $"{QuantityText.Number(best.TokensPerSecond)} tok/s{more}: --replica {best.Accelerators}.";
    }

    /// <summary>The narrowest format for which this model and part have a fit; else fp8, or what the model comes in.</summary>
    private static (Precision Precision, string Why) Narrowest(Model model, Accelerator part)
    {
        Precision[] served = [.. new[] { Precision.Fp4, Precision.Fp8, Precision.Bf16 }.Where(one => !double.IsNaN(model.BytesPerWeight[one]))];
        foreach (Precision precision in served)
            if (model.Knowledge.Fits.Any(fit => fit.Family == model.Family && fit.Accelerator == part.Name && fit.Precision == precision))
                return (precision, "the narrowest with a fit");
        foreach (Precision precision in served)
            if (FitChoice.For(model.Knowledge.Fits, model, part, precision).Fit is { } near && near.Family == model.Family && near.Precision == precision)
                return (precision, $"no format has a fit here; the narrowest with one on {near.Accelerator}");
        return served.Contains(Precision.Fp8) ? (Precision.Fp8, "no format has a fit here")
            : (served[0], "no format has a fit here, and this is the narrowest of the model");
    }
}
