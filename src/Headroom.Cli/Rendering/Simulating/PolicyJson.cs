using System.Globalization;
using System.Text.Json;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>Policies beside each other, or why they are not, as one JSON document; <c>docs/policies.md</c> and <c>schema/policies.schema.json</c> describe it.</summary>
static class PolicyJson
{
    /// <param name="comparison">Null where the input is wrong, or where it was stopped before all had run.</param>
    public static string Text(PolicyComparison? comparison, IReadOnlyList<Finding> findings, bool isStopped = false)
    {
        return JsonText.Of(json => Write(json, comparison, findings, isStopped));
    }

    static void Write(Utf8JsonWriter json, PolicyComparison? comparison, IReadOnlyList<Finding> findings, bool isStopped)
    {
        json.WriteStartObject();
        json.WriteString("schema", "headroom/policies/1");
        json.WriteString("status", comparison is not null ? "compared" : isStopped ? "stopped" : "wrongInput");
        json.WriteString("site", comparison?.Run.Site);
        json.WriteString("region", comparison?.Run.Region);
        if (comparison is { } there)
        {
            Run(json, there.Run);
            json.WriteStartObject("weights");
            json.WriteString("by", there.AreValues ? "value" : "token");
            json.WriteArray("services", there.Weights, static (json, one) =>
            {
                json.WriteString("name", one.Service);
                json.WriteNumber("tier", one.Tier);
                json.WriteFinite("weight", one.Weight);
            });
            json.WriteEndObject();
            json.WriteOptional("optimum", there.Optimum?.Tokens, "tok");
            json.WriteOptional("optimumByTiers", there.Ranked?.Tokens, "tok");
            json.WriteString("withoutOptimum", there.WithoutOptimum);
            json.WriteArray("policies", there.Policies, (json, one) => Policy(json, one, there));
        }
        json.WriteArray("findings", findings, PlanJson.WriteFinding);
        json.WriteEndObject();
    }

    static void Run(Utf8JsonWriter json, RunFigures run)
    {
        json.WriteStartObject("run");
        json.WriteString("scenario", run.Scenario);
        json.WriteString("startUtc", run.StartUtc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteDuration("length", run.Done);
        json.WriteDuration("step", run.Step);
        json.WriteNumber("seed", run.Seed);
        json.WriteBoolean("steady", run.IsSteady);
        json.WriteEndObject();
    }

    static void Policy(Utf8JsonWriter json, PolicyFigure one, PolicyComparison comparison)
    {
        json.WriteString("policy", one.Policy);
        json.WriteBoolean("held", one.Held);
        json.WritePower("worstExcess", one.WorstExcess);
        json.WriteDuration("longestAbove", one.LongestAbove);
        json.WriteQuantity("weightedTokens", one.Weighted.Tokens, "tok");
        Share(json, "ofOptimumFraction", comparison.Optimum is { } best ? one.Weighted / best : null);
        json.WriteStartObject("lostFraction");
        for (int tier = 0; tier < one.LostFractionByTier.Count; tier++)
            Share(json, string.Create(CultureInfo.InvariantCulture, $"tier{tier}"), one.LostFractionByTier[tier]);
        json.WriteEndObject();
        Share(json, "trainedFraction", one.TrainedFraction);
        json.WriteOptional("tokensPerJoule", one.PerSiteJoule?.TokensPerJoule, "tok/J");
        Share(json, "inTimeFraction", one.InTimeFraction);
        json.WriteQuantity("cost", one.Cost.Dollars, "$");
        json.WriteStartArray("broken");
        foreach (string check in one.Broken) json.WriteStringValue(check);
        json.WriteEndArray();
    }

    static void Share(Utf8JsonWriter json, string name, double? fraction) => json.WriteFinite(name, fraction ?? double.NaN);
}
