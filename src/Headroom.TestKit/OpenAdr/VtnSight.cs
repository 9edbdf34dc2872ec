using Headroom.Protocols.OpenAdr;

namespace Headroom.TestKit.OpenAdr;

/// <summary>What a caller may see: everything for business logic; for a VEN its own objects, and programs and events by the targets that
/// it was granted.</summary>
/// <remarks>
///   granted  = targets of the VEN's ven objects and of their resources, which only business logic writes
///   seen     = targets of the object ∩ granted ∩ asked; empty hides the object, and no other target is shown
///   Source   Definition, "Object Privacy".
/// </remarks>
internal sealed class VtnSight(VtnStore store, VtnSetting setting)
{
    public HashSet<string> Granted(string clientId)
    {
        AdrVen[] vens = [.. store.All(AdrKind.Ven).OfType<AdrVen>().Where(one => one.ClientId == clientId)];
        IEnumerable<string> ofResources = store.All(AdrKind.Resource).OfType<AdrResource>()
            .Where(one => vens.Any(ven => ven.Id == one.VenId)).SelectMany(one => one.Targets);
        return [.. vens.SelectMany(one => one.Targets), .. ofResources];
    }

    /// <summary>The object as the caller of a list or of a notification may see it; null where it may not.</summary>
    /// <param name="asked">Targets of the request; a filter as well.</param>
    public AdrObject? Shown(AdrObject one, VtnClient client, IReadOnlyList<string> asked) =>
        Shown(one, client, asked, setting.GrantsUnasked);

    /// <summary>The same for a request that names the object: there is no way to ask for targets, so what is granted counts.</summary>
    public AdrObject? ShownById(AdrObject one, VtnClient client) => Shown(one, client, [], isUnaskedGranted: true);

    private AdrObject? Shown(AdrObject one, VtnClient client, IReadOnlyList<string> asked, bool isUnaskedGranted)
    {
        IReadOnlyList<string> targets = TargetsOf(one);
        bool isAskedFor = asked.Count == 0 || targets.Any(asked.Contains);
        if (client.IsBusiness) return isAskedFor ? WithoutSecrets(one, client) : null;
        if (one is not (AdrProgram or AdrEvent)) return OwnerOf(one) == client.Id && (isAskedFor || one is AdrSubscription) ? one : null;
        if (targets.Count == 0) return asked.Count == 0 ? one : null;
        if (asked.Count == 0 && !isUnaskedGranted) return null;
        HashSet<string> granted = Granted(client.Id);
        string[] seen = [.. targets.Where(target => granted.Contains(target) && (asked.Count == 0 || asked.Contains(target)))];
        return seen.Length == 0 ? null : one switch
        {
            AdrProgram program => program with { Targets = seen },
            AdrEvent signal => signal with { Targets = seen },
            _ => one,
        };
    }

    public static string? OwnerOf(AdrObject one) => one switch
    {
        AdrVen ven => ven.ClientId,
        AdrResource resource => resource.ClientId,
        AdrReport report => report.ClientId,
        AdrSubscription subscription => subscription.ClientId,
        _ => null,
    };

    private static IReadOnlyList<string> TargetsOf(AdrObject one) => one switch
    {
        AdrProgram program => program.Targets,
        AdrEvent signal => signal.Targets,
        AdrVen ven => ven.Targets,
        AdrResource resource => resource.Targets,
        AdrSubscription subscription => subscription.Targets,
        _ => [],
    };

    /// <summary>A callback's token is its owner's secret.</summary>
    private static AdrObject WithoutSecrets(AdrObject one, VtnClient client) => one is AdrSubscription subscription
        && subscription.ClientId != client.Id
        ? subscription with { Operations = [.. subscription.Operations.Select(operation => operation with { BearerToken = null })] } : one;
}
