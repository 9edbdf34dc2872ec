using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Headroom.Operator.Web;

/// <summary>Metrics and traces by OTLP, where somebody asked for them; without that nothing is measured that nobody reads.</summary>
internal static class Telemetry
{
    public const string Name = "headroom";

    /// <summary>A span for each message that is taken and each beat that was late.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    public static void Add(IServiceCollection services, string endpoint)
    {
        void To(OtlpExporterOptions options) => options.Endpoint = new(endpoint);
        services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(Name).AddAspNetCoreInstrumentation().AddOtlpExporter(To))
            .WithTracing(traces => traces.AddSource(Name).AddAspNetCoreInstrumentation().AddOtlpExporter(To));
    }

    /// <summary>Gauges of the last beat. Units stand in the instruments, as the convention has it.</summary>
    public static Meter Watch(SiteService site)
    {
        var meter = new Meter(Name);
        KeyValuePair<string, object?>[] tags = [new("site", site.Site.Name)];
        void Gauge(string name, string unit, string about, Func<SiteView, double?> of) => meter.CreateObservableGauge(name,
            () => site.Now is { } view && of(view) is { } value && double.IsFinite(value) ? new Measurement<double>[] { new(value, tags) } : [], unit, about);
        Gauge("headroom.ceiling", "W", "Least firm ceiling on import now.", view => view.Ceiling.Watts);
        Gauge("headroom.import", "W", "Import at the site's meter.", view => view.Import?.Watts);
        Gauge("headroom.draw", "W", "Draw of everything on site.", view => view.Draw.Watts);
        Gauge("headroom.it_draw", "W", "Draw of racks.", view => view.Field.ItDraw.Watts);
        Gauge("headroom.beat.duration", "s", "How long the last beat took, journal included.", view => view.Timing.Whole.TotalSeconds);
        Gauge("headroom.beat.decision", "s", "How long the last decision took.", view => view.Timing.Decision.TotalSeconds);
        Gauge("headroom.beat.late", "s", "Worst lateness of the last minute's beats.", view => view.Timing.WorstLate.TotalSeconds);
        meter.CreateObservableCounter("headroom.beats.missed", () => site.Now?.Timing.Missed ?? 0, "{beat}", "Beats that never came.");
        meter.CreateObservableGauge("headroom.active", () => site.IsActive ? 1 : 0, "1", "This process acts; 0 while it stands by.");
        return meter;
    }
}
