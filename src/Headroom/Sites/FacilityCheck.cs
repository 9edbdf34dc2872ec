using Headroom.Sites.Checks;

namespace Headroom.Sites;

/// <summary>Can this facility host these racks at all? Every answer that is no comes with a remedy and its cost.</summary>
/// <remarks>
///   A rack that fits one of its halls needs no other. A hall that hosts it after the retrofit that the file allows is a note, since a
///   plan may buy it; so is a nameplate above a position that the highest operating point fits, since the plan counts on that point; a rack that stands there today, or that no hall can take, cannot be hosted.
/// </remarks>
public static class FacilityCheck
{
    public static IReadOnlyList<Finding> Of(Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        IReadOnlyList<RackNeed> needs = RackNeed.Of(site);
        return
        [
            .. RackCheck.Of(site, needs),
            .. HallCheck.Of(site, needs),
            .. TreeCheck.Of(site),
            .. TierCheck.Of(site),
        ];
    }
}
