using Headroom.Protocols.OpenAdr;

namespace Headroom.TestKit.OpenAdr;

/// <summary>Which topics there are and who may hear them. A VEN hears only what is under its own ven objects: all other topics carry
/// objects of everybody.</summary>
internal sealed class VtnTopics(VtnStore store)
{
    public bool MayHear(VtnCaller caller, string topic) => caller.May(VtnScopes.ReadAll)
        || caller.May(VtnScopes.ReadVenObjects) && topic.Split('/') is ["vens", { } id, _, ..] && id is not ("+" or "#")
            && IsOwn(caller, id);

    public bool IsOwn(VtnCaller caller, string venId) => store.Find(AdrKind.Ven, venId) is AdrVen ven
        && (caller.IsBusiness || ven.ClientId == caller.Client.Id);

    public bool HasProgram(string id) => store.Find(AdrKind.Program, id) is not null;
}
