using System.Text.Json;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator.Web;

/// <summary>Figures of a site as the HTTP API gives them: SI units, each the last word of its name.</summary>
internal static class SiteJson
{
    public static byte[] Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Site(Utf8JsonWriter to, SiteFacts site)
    {
        to.WriteStartObject();
        to.WriteString("name", site.Name);
        to.WriteString("region", site.Region);
        to.WriteString("field", site.Field);
        Number(to, "connectionWatts", site.Connection.Watts);
        Number(to, "failSafeWatts", site.FailSafe.Watts);
        to.WriteStartArray("feeds");
        foreach (TreeNodeFacts node in site.Tree)
        {
            to.WriteStartObject();
            to.WriteString("name", node.Name);
            to.WriteNumber("parent", node.Parent);
            Number(to, "ratingWatts", node.Rating.Watts);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteEndObject();
    }

    public static void View(Utf8JsonWriter to, SiteView view)
    {
        FieldFigures figures = view.Field;
        to.WriteStartObject();
        to.WriteNumber("beat", view.Beat);
        to.WriteString("at", view.At);
        Number(to, "ceilingWatts", view.Ceiling.Watts);
        Number(to, "importWatts", view.Import?.Watts);
        Number(to, "headroomWatts", view.Headroom?.Watts);
        Number(to, "drawWatts", view.Draw.Watts);
        Number(to, "itDrawWatts", figures.ItDraw.Watts);
        Number(to, "coolingWatts", figures.Cooling.Watts);
        Number(to, "generatedWatts", figures.Generated.Watts);
        to.WriteStartObject("energyJoules");
        Number(to, "accelerator", figures.AcceleratorEnergy.Joules);
        Number(to, "server", figures.ServerEnergy.Joules);
        Number(to, "it", figures.ItEnergy.Joules);
        Number(to, "site", figures.SiteEnergy.Joules);
        to.WriteEndObject();
        to.WriteStartArray("services");
        foreach (ServiceFigures one in figures.Services)
        {
            to.WriteStartObject();
            to.WriteString("name", one.Name);
            to.WriteNumber("tier", one.Tier);
            Number(to, "askedTokensPerSecond", one.Asked.TokensPerSecond);
            Number(to, "servedTokensPerSecond", one.Served.TokensPerSecond);
            Number(to, "servedTokens", one.Tokens.Tokens);
            Number(to, "lostTokens", one.Lost.Tokens);
            Number(to, "itDrawWatts", one.ItDraw.Watts);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteStartArray("training");
        foreach (TrainingFigures one in figures.Runs)
        {
            to.WriteStartObject();
            to.WriteString("name", one.Name);
            to.WriteString("state", one.State);
            Number(to, "itDrawWatts", one.ItDraw.Watts);
            Number(to, "doneShare", one.DoneShare);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteStartArray("batteries");
        foreach (BatteryFigures one in figures.Batteries)
        {
            to.WriteStartObject();
            to.WriteString("name", one.Name);
            Number(to, "injectionWatts", one.Injection.Watts);
            Number(to, "storedJoules", one.Stored.Joules);
            Number(to, "capacityJoules", one.Capacity.Joules);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WritePropertyName("limits");
        Limits(to, view);
        Texts(to, "orders", view.Orders);
        to.WriteStartArray("happenings");
        foreach (Happening one in view.Happenings.Take(20))
        {
            to.WriteStartObject();
            to.WriteString("at", one.At);
            to.WriteString("severity", one.Severity);
            to.WriteString("what", one.What);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteStartObject("timing");
        to.WriteNumber("decisionSeconds", view.Timing.Decision.TotalSeconds);
        to.WriteNumber("beatSeconds", view.Timing.Whole.TotalSeconds);
        to.WriteNumber("worstLateSeconds", view.Timing.WorstLate.TotalSeconds);
        to.WriteNumber("missedBeats", view.Timing.Missed);
        if (view.Speed is { } speed)
        {
            to.WriteNumber("askedSpeedFactor", speed.AskedFactor);
            Number(to, "speedFactor", speed.RunningFactor);
        }
        to.WriteEndObject();
        to.WriteEndObject();
    }

    public static void Limits(Utf8JsonWriter to, SiteView? view)
    {
        to.WriteStartArray();
        foreach (LimitView one in view?.Limits ?? [])
        {
            to.WriteStartObject();
            to.WriteString("name", one.Name);
            to.WriteString("source", one.Source);
            to.WriteString("authority", one.Authority.ToString());
            to.WriteBoolean("firm", one.Firmness == Firmness.Firm);
            to.WriteString("feed", one.Feed);
            to.WriteString("state", one.State);
            Number(to, "levelWatts", one.Level.Watts);
            to.WriteString("from", one.From);
            if (one.Until is { } until) to.WriteString("until", until);
            to.WriteString("knownSince", one.KnownSince);
            to.WriteNumber("beats", one.Beats);
            Number(to, "keptShare", one.KeptShare);
            Number(to, "worstExcessWatts", one.WorstExcess.Watts);
            to.WriteEndObject();
        }
        to.WriteEndArray();
    }

    public static void Offers(Utf8JsonWriter to, SiteView? view)
    {
        to.WriteStartObject();
        if (view?.OffersAt is { } at) to.WriteString("at", at);
        to.WriteStartArray("offers");
        foreach (Offer one in view?.Offers ?? [])
        {
            to.WriteStartObject();
            to.WriteString("from", SiteClock.At(one.From));
            to.WriteNumber("noticeSeconds", one.Notice.TotalSeconds);
            to.WriteNumber("durationSeconds", one.Duration.TotalSeconds);
            to.WriteString("depth", one.Depth.ToString());
            Number(to, "baselineWatts", one.Baseline.Watts);
            Number(to, "cutWatts", one.Cut.Watts);
            to.WriteNumber("rampDownSeconds", one.RampDown.TotalSeconds);
            to.WriteNumber("rampUpSeconds", one.RampUp.TotalSeconds);
            Number(to, "reboundJoules", one.Rebound.Energy.Joules);
            Number(to, "confidenceShare", one.ConfidenceFraction);
            Number(to, "costDollars", one.Cost.Total.Dollars);
            to.WriteStartArray("lostTokensByTier");
            foreach (TokenCount lost in one.Lost) to.WriteNumberValue(lost.Tokens);
            to.WriteEndArray();
            to.WriteString("binding", one.Binding.Constraint);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteEndObject();
    }

    public static void Receipt(Utf8JsonWriter to, LimitReceipt receipt)
    {
        to.WriteStartObject();
        to.WriteString("name", receipt.Message.Name);
        to.WriteString("outcome", receipt.Outcome.ToString());
        if (receipt.Refusal is { } refusal) to.WriteString("refusal", refusal.ToString());
        if (receipt.Why.Length > 0) to.WriteString("why", receipt.Why);
        to.WriteString("received", SiteClock.At(receipt.Received));
        to.WriteNumber("lateBySeconds", receipt.LateBy.TotalSeconds);
        if (receipt.Contradicts) to.WriteBoolean("contradicts", true);
        if (receipt.Reach is { } reach)
        {
            to.WriteBoolean("inTime", reach.IsInTime);
            if (!reach.IsInTime) to.WriteString("notInTimeBecause", reach.Why);
        }
        to.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter to, string name, IReadOnlyList<string> texts)
    {
        to.WriteStartArray(name);
        foreach (string one in texts) to.WriteStringValue(one);
        to.WriteEndArray();
    }

    /// <summary>What is no finite number is null: JSON has none.</summary>
    public static void Number(Utf8JsonWriter to, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) to.WriteNumber(name, number);
        else to.WriteNull(name);
    }
}
