namespace Headroom.Operator.Web.Dashboard;

/// <summary>What one must know before one believes the rest: who acts, how old figures are, and alarms. The only part that is said aloud when it changes.</summary>
/// <remarks>So nothing in it changes by itself from beat to beat.</remarks>
internal static class StatusPanel
{
    private const int AlarmsMost = 3;
    private static readonly TimeSpan alarmIsNews = TimeSpan.FromMinutes(10);

    public static Markup Of(Look look) => Markup.Join([Acting(look), Age(look), Slow(look), Alarms(look)]);

    private static Markup Acting(Look look) => look.IsActive ? Markup.None : look.View is null
        ? Banner("warning", Markup.Of($"<strong>This process stands by.</strong> It orders nothing and has no figures; another one acts, or none does yet."))
        : Banner("warning", Markup.Of($"<strong>This process stands by.</strong> It orders nothing; the figures are its last, of {Shown.Moment(look.View.At, look.Now)}."));

    private static Markup Age(Look look) => look is not { IsActive: true, IsOld: true } ? Markup.None : look.View is null
        ? Banner("warning", Markup.Of($"<strong>No beat yet.</strong> Figures come with the first."))
        : Banner("alarm", Markup.Of($"<strong>No beat since {Shown.Moment(look.View.At, look.Now)}.</strong> What you see is of then; devices keep their last orders, then their fail-safe."));

    private static Markup Slow(Look look) => look is not { IsActive: true, View.Speed: { IsBehind: true } speed } ? Markup.None
        : Banner("warning", Markup.Of(
            $"<strong>The site's time goes slower than asked.</strong> This machine does not keep up with {speed.AskedFactor:0.##} times as fast as life; no beat is left out."));

    private static Markup Alarms(Look look) => look.View is not { } view ? Markup.None : Markup.Join(view.Happenings
        .Where(one => one.Severity == "alarm" && one.At > view.At - alarmIsNews).Take(AlarmsMost)
        .Select(one => Banner("alarm", Markup.Of($"<strong>Alarm</strong> at {Shown.Moment(one.At, look.Now)}: {one.What}"))));

    private static Markup Banner(string severity, Markup words) => Markup.Of($"<p class=\"banner {severity}\">{words}</p>");

    /// <summary>The line under the name: which beat, of which clock.</summary>
    public static Markup Line(Look look)
    {
        if (look.View is not { } view) return Markup.Of($"no beat yet");
        Markup speed = view.Speed is { } one ? Markup.Of($"; the site's own time, {one.ToString()}") : Markup.None;
        return Markup.Of($"{(look.IsActive ? "acting" : "standing by")}, {Shown.Dated(view.At)}, beat {view.Beat:#,0}{speed}");
    }
}
