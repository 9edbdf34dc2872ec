namespace Headroom.Sites;

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>Legal but worth a look.</summary>
    Note,

    /// <summary>The facility cannot do what is asked: an answer, not a fault of the file.</summary>
    CannotHost,

    /// <summary>The file is wrong; nothing is planned.</summary>
    Wrong,
}

/// <summary>One thing that is wrong with the input, in a sentence a stranger can act on.</summary>
/// <param name="Severity">How grave it is.</param>
/// <param name="Path">Where, in the words of the file: <c>halls[0].perRack</c>.</param>
/// <param name="Read">What was read, with its unit.</param>
/// <param name="Expected">What was expected instead.</param>
/// <param name="Remedy">What to do, with its cost where there is one.</param>
public sealed record Finding(Severity Severity, string Path, string Read, string Expected, string Remedy)
{
    /// <summary>The file, and the line in it, where the reader knows them.</summary>
    public string? File { get; init; }
    public int? Line { get; init; }
}
