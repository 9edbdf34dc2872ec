using Headroom.Scenarios.Binding;

namespace Headroom.Scenarios;

/// <summary>Where a secret is that a file may not hold: in an environment variable, or else in a file of its own.</summary>
public sealed record SecretPlace(string? Variable, string? File = null)
{
    /// <summary>From the keys <c>…Variable</c> and <c>…File</c> of a block, of which one may stand; null where neither does.</summary>
    /// <param name="what">Such as password.</param>
    internal static SecretPlace? Of(Block block, string what)
    {
        Got<string> variable = block.Text($"{what}Variable"), file = block.Text($"{what}File");
        if (block.Has($"{what}Variable") && block.Has($"{what}File"))
            block.Wrong($"{what}File", $"two places for one {what}", $"one of {what}Variable and {what}File", "Leave one out.");
        return variable.IsGiven || file.IsGiven ? new(variable.Value, variable.IsGiven ? null : file.Value) : null;
    }

    /// <summary>The same for whoever cannot do without; a key that stands and cannot be read is a finding of its own.</summary>
    /// <param name="whose">Key of who needs it.</param>
    internal static SecretPlace? Needed(Block block, string what, string whose)
    {
        if (!block.Has($"{what}Variable") && !block.Has($"{what}File"))
            block.Wrong(whose, $"no place for the {what}", $"one of {what}Variable and {what}File", $"Name an environment variable or a file; never write the {what} here.");
        return Of(block, what);
    }
}
