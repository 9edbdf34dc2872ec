using System.Globalization;
using System.Text.Json;
using Headroom.Cli.Rendering.Simulating;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Cli.Rendering.Offers;

/// <summary>Offers as one JSON document; <c>docs/offers.md</c> and <c>schema/offers.schema.json</c> describe it.</summary>
static class OffersJson
{
    public static string Text(OffersDocument document)
    {
        return JsonText.Of(json => Write(json, document));
    }

    public static void Write(TextWriter to, OffersDocument document) => to.Write(Text(document));

    static void Write(Utf8JsonWriter json, OffersDocument document)
    {
        json.WriteStartObject();
        json.WriteString("schema", "headroom/offers/1");
        json.WriteString("status", document.Status);
        json.WriteString("site", document.Site);
        if (document.Site is not null)
        {
            json.WriteString("nowUtc", Utc(document.NowUtc));
            json.WriteArray("offers", document.Offers, (to, offer) => Write(to, document, offer));
            json.WriteArray("proven", document.Proven, (to, one) => Write(to, document, one));
            json.WriteArray("sampled", document.Sampled, (to, one) => Write(to, document, one));
        }
        json.WriteArray("findings", document.Findings, PlanJson.WriteFinding);
        json.WriteEndObject();
    }

    static string Utc(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static void Write(Utf8JsonWriter json, OffersDocument document, Offer offer)
    {
        json.WriteString("fromUtc", Utc(document.NowUtc + offer.From));
        json.WriteDuration("notice", offer.Notice);
        json.WriteDuration("rampDown", offer.RampDown);
        json.WriteDuration("rampUp", offer.RampUp);
        json.WriteDuration("duration", offer.Duration);
        json.WriteString("depth", Word(offer.Depth));
        json.WriteQuantity("cut", offer.Cut.Megawatts, "MW");
        json.WriteQuantity("baseline", offer.Baseline.Megawatts, "MW");
        json.WriteQuantity("level", offer.Level.Megawatts, "MW");
        json.WriteFinite("confidenceFraction", offer.ConfidenceFraction);
        json.WriteStartObject("rebound");
        json.WriteQuantity("energy", offer.Rebound.Energy.MegawattHours, "MWh");
        json.WriteQuantity("peak", offer.Rebound.Peak.Megawatts, "MW");
        json.WriteOptional("recovery", offer.Rebound.Recovery < TimeSpan.MaxValue ? offer.Rebound.Recovery.TotalSeconds : null, "s");
        json.WriteEndObject();
        WriteLost(json, offer.Lost);
        json.WriteStartObject("cost");
        json.WriteQuantity("lostTokens", offer.Cost.LostTokens.Dollars, "$");
        json.WriteQuantity("delayed", offer.Cost.Delayed.Dollars, "$");
        json.WriteQuantity("wear", offer.Cost.Wear.Dollars, "$");
        json.WriteQuantity("fuel", offer.Cost.Fuel.Dollars, "$");
        json.WriteQuantity("saved", offer.Cost.Saved.Dollars, "$");
        json.WriteQuantity("total", offer.Cost.Total.Dollars, "$");
        json.WriteEndObject();
        json.WriteStartObject("binding");
        json.WriteString("constraint", offer.Binding.Constraint);
        json.WriteString("move", offer.Binding.Move);
        json.WriteQuantity("gain", offer.Binding.Gain.Megawatts, "MW");
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, OffersDocument document, ConfirmedOffer one)
    {
        json.WriteString("fromUtc", Utc(document.NowUtc + one.Computed.From));
        json.WriteDuration("notice", one.Computed.Notice);
        json.WriteDuration("duration", one.Computed.Duration);
        json.WriteString("depth", Word(one.Computed.Depth));
        json.WriteQuantity("computed", one.Computed.Cut.Megawatts, "MW");
        json.WriteQuantity("published", one.Published.Cut.Megawatts, "MW");
        json.WriteBoolean("confirmed", one.Verdict.IsConfirmed);
        json.WriteString("why", one.Verdict.Why);
        json.WriteQuantity("worstExcess", one.Verdict.WorstExcess.Megawatts, "MW");
        json.WriteStartObject("simulated");
        WriteLost(json, one.Verdict.Lost);
        json.WriteQuantity("cost", one.Verdict.Cost.Dollars, "$");
        json.WriteEndObject();
    }

    static void WriteLost(Utf8JsonWriter json, IReadOnlyList<TokenCount> lost)
    {
        json.WriteStartObject("lost");
        for (int tier = 0; tier < lost.Count; tier++) json.WriteQuantity($"tier{tier}", lost[tier].Tokens, "tok");
        json.WriteEndObject();
    }

    static string Word(OfferDepth depth) => depth switch { OfferDepth.NothingLost => "nothingLost", OfferDepth.Promises => "promises", _ => "allButTierZero" };
}
