using Headroom.Protocols.Prometheus;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Prometheus;

/// <summary>Our own metrics of a site at one beat, for whoever scrapes us. Names carry their unit; counters end in <c>_total</c>.</summary>
public static class SiteMetrics
{
    /// <summary>The page; <see cref="ExpositionWriter.ContentType"/> is its type.</summary>
    public static string Write(SiteFacts site, SiteView view) => ExpositionWriter.Write(Of(site, view));

    public static IReadOnlyList<MetricFamily> Of(SiteFacts site, SiteView view)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(view);
        FieldFigures field = view.Field;
        List<MetricFamily> families =
        [
            Counter("headroom_tokens_total", "Tokens served, by service and kind.", field.Services.Select(one => (Labels(("kind", "output"), ("service", one.Name), ("tier", Tier(one))), one.Tokens.Tokens))),
            Counter("headroom_tokens_lost_total", "Output tokens turned away or lost.", field.Services.Select(one => (Labels(("kind", "output"), ("service", one.Name), ("tier", Tier(one))), one.Lost.Tokens))),
            Counter("headroom_energy_joules_total", "Energy drawn at a boundary; boundaries contain each other and are not added.",
            [
                (Labels(("boundary", "accelerator")), field.AcceleratorEnergy.Joules),
                (Labels(("boundary", "server")), field.ServerEnergy.Joules),
                (Labels(("boundary", "it")), field.ItEnergy.Joules),
                (Labels(("boundary", "site")), field.SiteEnergy.Joules),
            ]),
            Gauge("headroom_ceiling_watts", "Least firm ceiling on import now.", view.Ceiling),
            Gauge("headroom_draw_watts", "Draw of everything on site.", view.Draw),
            Gauge("headroom_it_draw_watts", "Draw of the racks.", field.ItDraw),
            Gauge("headroom_cooling_draw_watts", "Draw of cooling.", field.Cooling),
            Gauge("headroom_generated_watts", "Output of generation on site.", field.Generated),
        ];
        if (view.Import is { } import) families.Add(Gauge("headroom_import_watts", "Drawn from the grid at the site's meter.", import));
        if (view.Headroom is { } room) families.Add(Gauge("headroom_headroom_watts", "Ceiling less import.", room));
        families.AddRange(
        [
            Gauges("headroom_battery_injection_watts", "Positive feeds the bus.", field.Batteries.Select(one => (Labels(("battery", one.Name)), one.Injection.Watts))),
            Gauges("headroom_battery_stored_joules", "Energy in a battery.", field.Batteries.Select(one => (Labels(("battery", one.Name)), one.Stored.Joules))),
            Gauges("headroom_node_flow_watts", "Flow through a node of the power tree.", site.Tree.Zip(field.Tree, (node, figures) => (Labels(("node", node.Name)), figures.Flow.Watts))),
            Gauges("headroom_node_rating_watts", "Rating of a node of the power tree.", site.Tree.Select(node => (Labels(("node", node.Name)), node.Rating.Watts))),
            Gauges("headroom_limit_watts", "Limits in force, at their lowest.", view.Limits.Where(one => one.State != "over").Select(one =>
                (Labels(("limit", one.Name), ("source", one.Source), ("feed", one.Feed ?? "site"), ("firmness", one.Firmness.ToString().ToLowerInvariant()), ("state", one.State)), one.Level.Watts))),
            Counter("headroom_beats_total", "Beats since the journal began.", [(MetricLabels.None, view.Beat)]),
            Counter("headroom_beats_missed_total", "Beats that were not kept.", [(MetricLabels.None, view.Timing.Missed)]),
            Gauges("headroom_beat_seconds", "How long the last beat took.",
                [(Labels(("part", "decision")), view.Timing.Decision.TotalSeconds), (Labels(("part", "whole")), view.Timing.Whole.TotalSeconds)]),
        ]);
        return [.. families.Where(family => family.Samples.Count > 0)];
    }

    private static MetricLabels Labels(params (string Name, string Value)[] pairs) => MetricLabels.Of(pairs);
    private static string Tier(ServiceFigures one) => one.Tier.ToString(System.Globalization.CultureInfo.InvariantCulture);
    private static MetricFamily Gauge(string name, string help, Power power) => Gauges(name, help, [(MetricLabels.None, power.Watts)]);

    // an infinite ceiling, of a site without a grid, is +Inf as Prometheus writes it
    private static MetricFamily Gauges(string name, string help, IEnumerable<(MetricLabels Labels, double Value)> series) => Of(MetricKind.Gauge, name, help, series);
    private static MetricFamily Counter(string name, string help, IEnumerable<(MetricLabels Labels, double Value)> series) => Of(MetricKind.Counter, name, help, series);

    private static MetricFamily Of(MetricKind kind, string name, string help, IEnumerable<(MetricLabels Labels, double Value)> series) =>
        new(name, kind, help, [.. series.Where(one => !double.IsNaN(one.Value)).Select(one => new MetricSample(name, one.Labels, one.Value))]);
}
