using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>Limits for what a site file leaves without one: far above what the site can use, so that no bound rests on infinity.</summary>
static class SizeCaps
{
    /// <summary>The largest campus that the words of this field know, several times over.</summary>
    static Power Campus => 3000.Megawatts;

    /// <summary>Stores of more than a working week beside what stands are of no use to a site of hours.</summary>
    const double StoreHours = 100;

    /// <summary>The lightest rack that is sold draws more.</summary>
    static Power RackLeast => 5.Kilowatts;

    /// <summary>More than the site can draw: its halls twice over, and its other load.</summary>
    public static Power PowerMost(Site site)
    {
        Power halls = site.Halls.Select(hall => hall.Power.Most).Sum();
        return (double.IsFinite(halls.Watts) && halls > Power.Zero ? 2 * halls : site.Racks.Count > 0 ? Campus : Power.Zero)
            + (site.OtherLoad is { } other ? 2 * other.Most : Power.Zero);
    }

    public static Power Of(Site site, Power most) => double.IsFinite(most.Watts) ? most : 2 * PowerMost(site);
    public static Energy Of(Site site, Energy most) => double.IsFinite(most.Joules) ? most : TimeSpan.FromHours(StoreHours) * PowerMost(site);
    public static Count Of(Site site, Count most) => double.IsFinite(most.Items) ? most : (PowerMost(site).Watts / RackLeast.Watts).Items;
}
