namespace Headroom.Operator.Web.Dashboard;

/// <summary>What the controller did at this beat, and why.</summary>
internal static class OrderPanel
{
    public static Markup Of(Look look) => look.View is not { } view ? Markup.Of($"<p class=\"none\">No beat yet.</p>")
        : view.Orders.Count == 0 ? Markup.Of($"<p class=\"none\">Nothing is held back: everything runs as asked.</p>")
        : Markup.Of($"<ul class=\"orders\">{view.Orders.Select(one => Markup.Of($"<li>{one}</li>"))}</ul>");
}

/// <summary>What happened lately, newest first.</summary>
internal static class HappeningPanel
{
    private const int Most = 100;

    public static Markup Of(Look look) => look.View is not { } view ? Markup.Of($"<p class=\"none\">No beat yet.</p>")
        : view.Happenings.Count == 0 ? Markup.Of($"<p class=\"none\">Nothing happened yet.</p>")
        : Markup.Of($"<ol class=\"happenings\" tabindex=\"0\" aria-label=\"Happenings, newest first\">{view.Happenings.Take(Most).Select(one => Row(one, view.At))}</ol>");

    private static Markup Row(Happening one, DateTimeOffset now) =>
        Markup.Of($"<li class=\"{Kind(one.Severity)}\">{Shown.Moment(one.At, now)} <span class=\"severity\"><span aria-hidden=\"true\">{Sign(one.Severity)}</span> {one.Severity}</span> <span class=\"what\">{one.What}</span></li>");

    private static string Kind(string severity) => severity is "alarm" or "warning" ? severity : "note";
    private static string Sign(string severity) => severity switch { "alarm" => "▲", "warning" => "◆", _ => "·" };
}

/// <summary>How the beat keeps its time.</summary>
internal static class TimingPanel
{
    public static Markup Of(Look look) => look.View is not { } view ? Markup.Of($"<p class=\"none\">No beat yet.</p>") : Markup.Of($"""
        <dl class="facts">
        <div><dt>Decision</dt><dd>{Shown.Milliseconds(view.Timing.Decision)}</dd></div>
        <div><dt>Whole beat</dt><dd>{Shown.Milliseconds(view.Timing.Whole)}</dd></div>
        <div><dt>Latest of the last minute</dt><dd>{Shown.Milliseconds(view.Timing.WorstLate)}</dd></div>
        <div><dt>Missed beats</dt><dd>{view.Timing.Missed:#,0}</dd></div>
        <div><dt>Beats since the journal began</dt><dd>{view.Beat:#,0}</dd></div>{Speed(view)}
        </dl>

        """);

    private static Markup Speed(SiteView view) => view.Speed is not { } speed ? Markup.None
        : Markup.Of($"<div><dt>Speed, asked and run</dt><dd>{speed.AskedFactor:0.##} ×, {Running(speed)}</dd></div>");

    private static Markup Running(SiteSpeed speed) => speed.RunningFactor is { } running ? Markup.Of($"{running:0.##} ×") : Markup.Of($"{Shown.Nothing}");
}
