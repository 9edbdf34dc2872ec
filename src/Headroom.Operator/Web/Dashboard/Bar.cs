namespace Headroom.Operator.Web.Dashboard;

/// <summary>A share as a bar beside its figure, which says it in words: the bar itself is hidden from whoever listens.</summary>
internal static class Bar
{
    /// <param name="share">Of one; what is beyond is drawn full.</param>
    public static Markup Of(double share)
    {
        double width = double.IsFinite(share) ? 100 * Math.Clamp(share, 0, 1) : 0;
        string kind = share > 1.0005 ? "bar over" : "bar";
        return Markup.Of($"<svg class=\"{kind}\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"track\" width=\"100%\" height=\"100%\"/><rect class=\"fill\" width=\"{width:0.#}%\" height=\"100%\"/></svg>");
    }
}
