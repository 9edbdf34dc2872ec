using Headroom.Protocols.OpenAdr;

namespace Headroom.TestKit.OpenAdr;

/// <summary>Tells subscribers and the broker of changes; everybody only of what a read would show.</summary>
internal sealed class VtnNotices(VtnSetting setting, VtnStore store, VtnSight sight, VtnWebhooks webhooks, VtnBroker? broker)
{
    public void Tell(AdrOperation operation, AdrObject one)
    {
        foreach (AdrSubscription subscription in store.All(AdrKind.Subscription).OfType<AdrSubscription>())
        {
            if (setting.Clients.FirstOrDefault(client => client.Id == subscription.ClientId) is not { } client) continue;
            if (subscription.ProgramId is { } program && ProgramOf(one) != program) continue;
            if (sight.Shown(one, client, subscription.Targets) is not { } shown) continue;
            foreach (AdrObjectOperation to in subscription.Operations)
                if (to.Objects.Contains(one.Kind) && to.Operations.Contains(operation))
                    webhooks.Send(to, new(one.Kind, operation, shown) { Targets = subscription.Targets });
        }
        if (broker is null) return;
        broker.Publish(VtnBroker.Collection(one.Kind), operation, one);
        if (one is AdrProgram) broker.Publish($"programs/{one.Id}", operation, one);
        if (one is AdrEvent signal) broker.Publish($"programs/{signal.ProgramId}/events", operation, one);
        foreach (AdrVen ven in store.All(AdrKind.Ven).OfType<AdrVen>())
        {
            string topic = $"vens/{ven.Id}";
            bool isOwn = one is AdrResource resource && resource.VenId == ven.Id;
            if (one is AdrVen && one.Id == ven.Id) broker.Publish(topic, operation, one);
            else if (isOwn) broker.Publish($"{topic}/resources", operation, one);
            else if (one is AdrProgram or AdrEvent && ven.ClientId is { } clientId
                && sight.ShownById(one, new(clientId, "", false)) is { } shown)
                broker.Publish($"{topic}/{VtnBroker.Collection(one.Kind)}", operation, shown);
        }
    }

    private string? ProgramOf(AdrObject one) => one switch
    {
        AdrProgram program => program.Id,
        AdrEvent signal => signal.ProgramId,
        AdrReport report => (store.Find(AdrKind.Event, report.EventId) as AdrEvent)?.ProgramId,
        AdrSubscription subscription => subscription.ProgramId,
        _ => null,
    };
}
