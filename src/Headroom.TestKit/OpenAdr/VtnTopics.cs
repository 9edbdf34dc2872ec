using Headroom.Protocols.OpenAdr;

namespace Headroom.TestKit.OpenAdr;

/// <summary>Which topics there are and who may hear them. A VEN hears only what is under its own ven objects: all other topics carry
/// objects of everybody. A setting lets it hear of programs that it sees as well.</summary>
internal sealed class VtnTopics(VtnStore store, VtnSight sight, VtnSetting setting)
{
    public bool MayHear(VtnCaller caller, string topic) => caller.May(VtnScopes.ReadAll)
        || caller.May(VtnScopes.ReadVenObjects) && topic.Split('/') is ["vens", { } id, _, ..] && id is not ("+" or "#")
            && IsOwn(caller, id)
        || caller.May(VtnScopes.ReadTargets) && topic.Split('/') is ["programs", { } program, _, ..] && program is not ("+" or "#")
            && HearsProgram(caller, program);

    /// <summary>Whether the names of a program's topics are told to a caller, and what is said on them.</summary>
    public bool HearsProgram(VtnCaller caller, string id) => store.Find(AdrKind.Program, id) is AdrProgram program
        && (caller.May(VtnScopes.ReadAll) || setting.VensHearPrograms && sight.ShownById(program, caller.Client) is not null);

    public bool IsOwn(VtnCaller caller, string venId) => store.Find(AdrKind.Ven, venId) is AdrVen ven
        && (caller.IsBusiness || ven.ClientId == caller.Client.Id);
}
