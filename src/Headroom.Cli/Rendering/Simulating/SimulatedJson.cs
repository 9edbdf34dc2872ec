using System.Text.Json;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>The part of the document that only a run has: what it shows of the site, in the order in which people read it.</summary>
static class SimulatedJson
{
    public static void Write(Utf8JsonWriter json, SimulationReport report)
    {
        json.WriteArray("checks", report.Checks, Check);
        Ceiling(json, report.Ceiling);
        json.WriteArray("limits", report.Limits, Limit);
        json.WriteArray("services", report.Services, Service);
        json.WriteArray("training", report.Training, Training);
        PlannedJson.Ladder(json, report.Ladder);
        PlannedJson.Energy(json, report.Energy);
        Cost(json, report.Costs);
        PlannedJson.Carbon(json, report.Carbon);
        PlannedJson.Water(json, report.Water);
        Ramps(json, report.Ramps);
        json.WriteArray("batteries", report.Batteries, Battery);
        json.WriteArray("generators", report.Generators, Generator);
        Heat(json, report.Heat);
        json.WriteArray("breakers", report.Breakers, Breaker);
        json.WriteArray("rules", report.Rules, Rule);
        json.WriteStartObject("envelope");
        json.WriteNumber("steps", report.Envelope.Steps);
        json.WriteNumber("changed", report.Envelope.Changed);
        json.WriteArray("orders", report.Envelope.Orders, static (json, one) =>
        {
            json.WriteString("orders", one.Orders);
            json.WriteString("cause", one.Cause);
            json.WriteNumber("steps", one.Steps);
        });
        json.WriteEndObject();
        json.WriteArray("plan", report.Plan, Agreement);
        json.WriteArray("happenings", report.Happenings, static (json, happening) =>
        {
            json.WriteDuration("at", happening.At);
            json.WriteString("what", happening.What);
        });
    }

    static void Check(Utf8JsonWriter json, CheckFigure check)
    {
        json.WriteString("what", check.What);
        json.WriteVerdict("kept", check.Kept);
        json.WriteString("sentence", check.Sentence);
    }

    static void Ceiling(Utf8JsonWriter json, CeilingFigures ceiling)
    {
        json.WriteStartObject("ceiling");
        json.WritePower("peakImport", ceiling.PeakImport);
        json.WritePower("leastHeadroom", ceiling.LeastHeadroom);
        json.WriteDuration("leastHeadroomAt", ceiling.LeastHeadroomAt);
        json.WritePower("worstExcursion", ceiling.WorstExcursion);
        json.WriteDuration("longestAbove", ceiling.LongestAbove);
        json.WriteDuration("totalAbove", ceiling.TotalAbove);
        json.WriteEnergy("energyAbove", ceiling.EnergyAbove);
        json.WriteEnergy("unserved", ceiling.Unserved);
        json.WriteEndObject();
    }

    static void Limit(Utf8JsonWriter json, LimitFigure limit)
    {
        json.WriteString("name", limit.Name);
        json.WriteString("authority", limit.Authority);
        json.WriteBoolean("firm", limit.IsFirm);
        json.WriteString("feed", limit.Feed);
        json.WriteDuration("from", limit.From);
        json.WriteDuration("to", limit.To);
        json.WritePower("baseline", limit.Baseline);
        json.WritePower("level", limit.Level);
        json.WriteBoolean("kept", limit.Kept);
        json.WritePower("worstExcess", limit.WorstExcess);
        json.WriteDuration("longestAbove", limit.LongestAbove);
        json.WriteArray("clauses", limit.Clauses, Check);
        Notice(json, limit.Notice);
    }

    static void Notice(Utf8JsonWriter json, NoticeFigure? notice)
    {
        if (notice is null)
        {
            json.WriteNull("notice");
            return;
        }
        json.WriteStartObject("notice");
        json.WriteDuration("deadline", notice.Deadline);
        json.WritePower("shed", notice.Shed);
        json.WriteBoolean("inTime", notice.IsInTime);
        json.WriteString("why", notice.Why);
        json.WriteArray("actuators", notice.Steps, (writer, step) =>
        {
            writer.WriteString("name", step.Actuator);
            writer.WritePower("power", step.Power);
            writer.WriteBoolean("bridges", step.Bridges);
            writer.WriteDuration("orderedBy", step.OrderedBy);
            writer.WriteDuration("holdsFrom", step.HoldsFrom);
        });
        json.WriteEndObject();
    }

    static void Service(Utf8JsonWriter json, ServedFigure service)
    {
        json.WriteString("name", service.Name);
        json.WriteNumber("tier", service.Tier);
        json.WriteQuantity("requestsArrived", service.RequestsArrived, "requests");
        json.WriteQuantity("requestsServed", service.RequestsServed, "requests");
        json.WriteTokens("asked", service.Asked);
        json.WriteTokens("served", service.Served);
        json.WriteTokens("shed", service.Shed);
        json.WriteTokens("expired", service.Expired);
        json.WriteTokens("waiting", service.Waiting);
        Percentiles(json, "firstToken", service.FirstToken);
        Percentiles(json, "timePerToken", service.TimePerToken);
        json.WriteFinite("lostFraction", service.LostFraction);
        json.WriteFinite("promisedFraction", service.PromisedFraction);
        json.WriteBoolean("keepsPromise", service.KeepsPromise);
        json.WriteEnergy("it", service.It);
    }

    static void Percentiles(Utf8JsonWriter json, string name, PercentileFigure latency)
    {
        json.WriteStartObject(name);
        json.WriteDuration("p50", latency.P50);
        json.WriteDuration("p90", latency.P90);
        json.WriteDuration("p99", latency.P99);
        json.WriteDuration("target", latency.Target);
        json.WriteFinite("attainedFraction", latency.AttainedFraction);
        json.WriteEndObject();
    }

    static void Training(Utf8JsonWriter json, TrainedFigure run)
    {
        json.WriteString("name", run.Name);
        json.WriteQuantity("planned", run.Planned.Operations, "FLOP");
        json.WriteQuantity("done", run.Done.Operations, "FLOP");
        json.WriteNumber("failures", run.Failures);
        json.WriteNumber("checkpoints", run.Checkpoints);
        json.WriteDuration("lostWork", run.LostWork);
        json.WriteDuration("down", run.Down);
        json.WriteDuration("paused", run.Paused);
        json.WriteNumber("goodputFraction", run.GoodputFraction);
        json.WriteNumber("plannedGoodputFraction", run.PlannedGoodputFraction);
        json.WriteEnergy("it", run.It);
    }

    /// <summary>Money of the run, not of a year.</summary>
    static void Cost(Utf8JsonWriter json, IReadOnlyList<CostItem> costs)
    {
        json.WriteStartObject("cost");
        json.WriteQuantity("total", costs.Sum(item => item.PerYear.Dollars), "$");
        json.WriteArray("items", costs, static (json, item) =>
        {
            json.WriteString("asset", item.Asset);
            json.WriteString("kind", item.Kind);
            json.WriteFinite("value", item.PerYear.Dollars);
            json.WriteString("unit", "$");
            json.WriteBoolean("supply", item.Supply);
        });
        json.WriteEndObject();
    }

    static void Ramps(Utf8JsonWriter json, RampFigures ramps)
    {
        json.WriteStartObject("ramps");
        json.WriteQuantity("worstRise", ramps.WorstRise.Megawatts, "MW/min");
        json.WriteQuantity("worstFall", ramps.WorstFall.Megawatts, "MW/min");
        json.WriteOptional("limit", ramps.Limit?.Megawatts, "MW/min");
        json.WriteBoolean("kept", ramps.Kept);
        json.WriteEndObject();
    }

    static void Battery(Utf8JsonWriter json, BatteryRunFigure battery)
    {
        json.WriteString("name", battery.Name);
        json.WriteQuantity("fullCycles", battery.FullCycles, "cycles");
        json.WriteEnergy("charged", battery.Charged);
        json.WriteEnergy("discharged", battery.Discharged);
        json.WriteEnergy("lost", battery.Lost);
        json.WriteEnergy("leastStored", battery.LeastStored);
        json.WriteEnergy("mostStored", battery.MostStored);
    }

    static void Generator(Utf8JsonWriter json, GeneratorRunFigure generator)
    {
        json.WriteString("name", generator.Name);
        json.WriteEnergy("fed", generator.Fed);
        json.WriteNumber("starts", generator.Starts);
        json.WriteNumber("failedStarts", generator.FailedStarts);
        json.WriteDuration("running", generator.Running);
        json.WritePower("most", generator.Most);
    }

    static void Heat(Utf8JsonWriter json, HeatRunFigures heat)
    {
        json.WriteStartObject("heat");
        json.WriteQuantity("warmestCoolant", heat.HasCoolant ? heat.WarmestCoolant.Celsius : double.NaN, "°C");
        json.WriteQuantity("warmestChip", heat.WarmestChip.Celsius, "°C");
        json.WriteQuantity("warmestLoop", heat.WarmestLoop.Celsius, "°C");
        json.WriteQuantity("throttled", heat.ThrottledRackHours, "rack-hours");
        json.WriteFinite("imbalanceFraction", heat.ImbalanceFraction);
        json.WriteFinite("powerImbalanceFraction", heat.PowerImbalanceFraction);
        json.WriteEndObject();
    }

    static void Breaker(Utf8JsonWriter json, BreakerFigure breaker)
    {
        json.WriteString("node", breaker.Node);
        json.WritePower("rating", breaker.Rating);
        json.WritePower("peak", breaker.Peak);
        json.WriteFinite("worstHeatFraction", breaker.WorstHeatFraction);
        json.WriteBoolean("tripped", breaker.Tripped);
    }

    static void Rule(Utf8JsonWriter json, RuleFigure rule)
    {
        json.WriteString("pack", rule.Pack);
        json.WriteString("authority", rule.Authority);
        json.WriteString("id", rule.Id);
        json.WriteString("title", rule.Title);
        json.WriteString("label", rule.Label);
        json.WriteString("grade", rule.Grade);
        json.WriteString("source", rule.Source);
        json.WriteString("checkedOn", rule.CheckedOn);
        json.WriteString("verdict", rule.Verdict);
        json.WriteString("why", rule.Why);
    }

    static void Agreement(Utf8JsonWriter json, AgreementFigure agreement)
    {
        json.WriteString("name", agreement.Name);
        json.WriteEnergy("planned", agreement.Planned);
        json.WriteEnergy("simulated", agreement.Simulated);
        if (agreement.DifferenceFraction is { } difference) json.WriteFinite("differenceFraction", difference);
        else json.WriteNull("differenceFraction");
    }

    static void WriteEnergy(this Utf8JsonWriter json, string name, Energy energy) => json.WriteQuantity(name, energy.MegawattHours, "MWh");
    internal static void WritePower(this Utf8JsonWriter json, string name, Power power) => json.WriteQuantity(name, power.Megawatts, "MW");
    static void WriteTokens(this Utf8JsonWriter json, string name, TokenCount tokens) => json.WriteQuantity(name, tokens.Tokens, "tok");
}
