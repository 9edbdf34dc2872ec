using Headroom.Quantities;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>Ceiling, import, headroom and draw: what somebody looks at first.</summary>
internal static class NowPanel
{
    public static Markup Of(Look look)
    {
        if (look.View is not { } view) return Markup.Of($"<p class=\"none\">No beat yet: nothing was read or decided.</p>");
        return Markup.Of($"""
            <dl class="tiles">
            <div class="tile"><dt>Ceiling</dt><dd>{Shown.Of(view.Ceiling)}</dd><dd class="sub">{Next(view)}</dd></div>
            <div class="tile"><dt>Import</dt><dd>{Shown.Of(view.Import)}</dd><dd class="sub">{Import(look, view)}</dd></div>
            <div class="{(view.Headroom < Power.Zero ? "tile bad" : "tile")}"><dt>Headroom</dt><dd>{Shown.Of(view.Headroom)}</dd><dd class="sub">{Headroom(look, view)}</dd></div>
            <div class="tile"><dt>Draw</dt><dd>{Shown.Of(view.Draw)}</dd><dd class="sub">IT {Shown.Of(view.Field.ItDraw)}, cooling {Shown.Of(view.Field.Cooling)}, losses {Shown.Of(view.Field.Losses)}, generated {Shown.Of(view.Field.Generated)}</dd></div>
            </dl>

            """);
    }

    private static Markup Next(SiteView view)
    {
        foreach (CeilingStep step in view.CeilingAhead)
            if (step.From > view.At && step.Ceiling != view.Ceiling) return Markup.Of($"{Shown.Of(step.Ceiling)} from {Shown.Moment(step.From, view.At)}, in {Shown.Length(Whole(step.From - view.At))}");
        return Markup.Of($"the same for 24 h as far as is known");
    }

    private static Markup Import(Look look, SiteView view)
    {
        if (view.Import is not { } import) return Markup.Of($"the meter was not read");
        double share = import / view.Ceiling;
        Markup bar = double.IsFinite(share) && view.Ceiling > Power.Zero ? Markup.Of($"{Bar.Of(share)}{Shown.Share(share)} of the ceiling, ") : Markup.None;
        return Markup.Of($"{bar}{Highest(look)}");
    }

    private static Markup Highest(Look look)
    {
        MinuteSample? most = look.Day.Where(one => one.Read > 0).MaxBy(one => one.ImportMost.Watts);
        return most is null ? Markup.None : Markup.Of($"highest {Shown.Of(most.ImportMost)} at {Shown.Moment(most.At, look.Now)}");
    }

    private static Markup Headroom(Look look, SiteView view)
    {
        MinuteSample? least = look.Day.Where(one => one.HeadroomLeast is not null).MinBy(one => one.HeadroomLeast!.Value.Watts);
        Markup ofDay = least is null ? Markup.None : Markup.Of($"least of the day {Shown.Of(least.HeadroomLeast)} at {Shown.Moment(least.At, look.Now)}");
        return view.Headroom < Power.Zero ? Markup.Of($"<strong>import is above the ceiling</strong>; {ofDay}") : ofDay;
    }

    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromSeconds(Math.Round(span.TotalSeconds));
}
